package dev.kith.serving.snapshot;

import dev.kith.graph.schema.GraphSchema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * That the replica keeps snapshots, and how.
 *
 * @param interval from one to the next
 */
public record Snapshots(SnapshotFiles files, Duration interval, SnapshotMetrics metrics) {

  /** The newest that can be the beginning of a topic's graph. */
  public Optional<Snapshot> newest(
      GraphSchema schema, SnapshotTopic topic, SnapshotLoader.Progress progress) {
    return new SnapshotLoader(files, schema, InstantSource.system(), metrics)
        .newest(topic, progress);
  }

  /** One that takes more, once it is started. */
  public SnapshotTaker taker(SnapshotTaker.Origin origin) {
    return new SnapshotTaker(files, interval, metrics, origin);
  }
}
