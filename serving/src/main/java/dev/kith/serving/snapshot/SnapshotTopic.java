package dev.kith.serving.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of {@code kith.graph-changes} when it is about to be read.
 *
 * @param id its identity
 * @param beginnings by partition its first offset
 * @param ends and the one after its last
 * @param keepsTombstones for how long one that was written can certainly be read
 */
public record SnapshotTopic(
    String id, Map<Integer, Long> beginnings, Map<Integer, Long> ends, Duration keepsTombstones) {

  /** Of that time so much is left for reading what a snapshot lacks: a tenth. */
  private static final int TO_READ = 10;

  /**
   * Why a snapshot can't be the beginning of the topic's graph; empty if it can.
   *
   * @param elements those of the graph that is wanted
   */
  Optional<String> refuses(SnapshotHead head, String elements, Instant now) {
    if (!head.elements().equals(elements)) {
      return Optional.of("graph.yaml has other types or attributes than then");
    }
    if (!head.topicId().equals(id)) {
      return Optional.of("the topic was created anew since");
    }
    Duration usable = keepsTombstones.minus(keepsTombstones.dividedBy(TO_READ));
    Duration age = Duration.between(head.takenAt(), now);
    if (age.compareTo(usable) >= 0) {
      return Optional.of(
          "it is "
              + age.toSeconds()
              + " s old, and of what was removed since the topic may know nothing any more: it"
              + " keeps tombstones for "
              + keepsTombstones.toSeconds()
              + " s (delete.retention.ms)");
    }
    for (Map.Entry<Integer, Long> position : head.positions().entrySet()) {
      long first = beginnings.getOrDefault(position.getKey(), Long.MAX_VALUE);
      long end = ends.getOrDefault(position.getKey(), Long.MIN_VALUE);
      if (position.getValue() < first || position.getValue() > end) {
        return Optional.of(
            "the topic does not have its next offset, "
                + position.getValue()
                + " of partition "
                + position.getKey());
      }
    }
    return Optional.empty();
  }
}
