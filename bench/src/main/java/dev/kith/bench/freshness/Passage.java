package dev.kith.bench.freshness;

import dev.kith.proto.v1.Source;
import java.util.Map;
import java.util.Objects;

/**
 * When a committed row reached each stage, in nanoseconds since its COMMIT was sent.
 *
 * @param committed the database has answered
 * @param captured Debezium has given the record to Kafka, by its timestamp, to the millisecond
 * @param changed a reader of {@code kith.graph-changes} has the change
 * @param answered an answer of that source shows it
 */
record Passage(long committed, long captured, long changed, Map<Source, Long> answered) {

  long answered(Source source) {
    return Objects.requireNonNull(answered.get(source));
  }

  /** Kith's part: from the CDC topic to an answer. */
  long ours(Source source) {
    return answered(source) - captured;
  }
}
