package dev.kith.serving.snapshot;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockReader;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.memory.GraphImage;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the newest snapshot that can be the beginning of a topic's graph. Whatever is wrong with
 * one is said, and the next older is tried: nothing keeps the replica from its start.
 */
public final class SnapshotLoader {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotLoader.class);

  /** Learns how far it is. */
  public interface Progress {
    /**
     * It came to a place.
     *
     * @param done bytes that were read, of {@code total}
     */
    void at(long done, long total);
  }

  private final SnapshotFiles files;
  private final GraphSchema schema;
  private final InstantSource clock;
  private final SnapshotMetrics metrics;

  public SnapshotLoader(
      SnapshotFiles files, GraphSchema schema, InstantSource clock, SnapshotMetrics metrics) {
    this.files = files;
    this.schema = schema;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Empty if there is none that can be used; the log says why. */
  public Optional<Snapshot> newest(SnapshotTopic topic, Progress progress) {
    List<Path> newestFirst;
    try {
      newestFirst = files.newestFirst();
    } catch (IOException e) {
      LOG.warn("The snapshots can't be listed: {}", e.toString());
      return Optional.empty();
    }
    for (Path file : newestFirst) {
      try {
        Optional<Snapshot> snapshot = read(file, topic, progress);
        if (snapshot.isPresent()) {
          return snapshot;
        }
      } catch (DamagedException e) {
        LOG.warn("The snapshot {} is not used: {}", file, e.getMessage());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        LOG.warn("The snapshot {} is not used: it can't be read", file, e);
      }
      metrics.refused();
    }
    return Optional.empty();
  }

  private Optional<Snapshot> read(Path file, SnapshotTopic topic, Progress progress)
      throws IOException {
    long began = System.nanoTime();
    try (FileChannel in = FileChannel.open(file)) {
      BlockReader blocks = new BlockReader(in, in.size());
      Block first = blocks.next().orElseThrow(() -> new DamagedException("it is empty"));
      SnapshotHead head = SnapshotHead.read(first);
      Optional<String> refused =
          topic.refuses(head, SnapshotHead.elements(schema), clock.instant());
      if (refused.isPresent()) {
        LOG.info("The snapshot {} is not used: {}", file, refused.get());
        return Optional.empty();
      }
      MemoryGraph graph =
          GraphImage.read(
              schema,
              () -> {
                progress.at(blocks.done(), blocks.size());
                return blocks.next();
              });
      metrics.read(head.takenAt(), blocks.size());
      double seconds = (System.nanoTime() - began) / 1e9;
      LOG.info(
          String.format(
              Locale.ROOT,
              "Read the snapshot %s of %s: %,.1f MB in %.1f s",
              file,
              head.takenAt(),
              blocks.size() / 1e6,
              seconds));
      return Optional.of(new Snapshot(head, graph));
    }
  }
}
