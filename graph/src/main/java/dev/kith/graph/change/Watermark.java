package dev.kith.graph.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says of a partition of {@code kith.graph-changes}: what had reached the CDC topics at a time, and
 * concerns this partition, stands before here. Once that is so it stays so; whoever is told two of
 * them may take the later.
 *
 * @param asOf the time, by ingest's clock, in epoch microseconds
 * @param topicId the identity of the {@code kith.graph-changes} that it speaks of
 * @param partitions how many that has
 * @param positions by CDC topic the next offset of each of its partitions at that time
 */
public record Watermark(
    long asOf, String topicId, int partitions, Map<String, List<Long>> positions) {

  public Watermark {
    positions = Map.copyOf(positions);
  }

  /**
   * What holds for a graph that is made of all partitions.
   *
   * @param newest the newest of each partition that has one
   * @return empty while a partition has none
   */
  public static Optional<Watermark> ofAll(Collection<Watermark> newest) {
    Watermark all = null;
    for (Watermark one : newest) {
      if (one.partitions() != newest.size() || (all != null && !all.isOfSameTopic(one))) {
        return Optional.empty();
      }
      all = all == null ? one : all.earlier(one);
    }
    return Optional.ofNullable(all);
  }

  /** The next offset of a partition of a CDC topic; empty if it did not count then. */
  public OptionalLong position(String topic, int partition) {
    List<Long> offsets = positions.getOrDefault(topic, List.of());
    return partition < offsets.size()
        ? OptionalLong.of(offsets.get(partition))
        : OptionalLong.empty();
  }

  public boolean isOfSameTopic(Watermark other) {
    return topicId.equals(other.topicId);
  }

  /** Whether whoever has what this speaks of has what the other one speaks of. */
  public boolean includes(Watermark other) {
    return isOfSameTopic(other) && earlier(other).equals(other.earlier(other));
  }

  /** What holds where either does; both are of one topic. */
  public Watermark earlier(Watermark other) {
    Map<String, List<Long>> both = new HashMap<>();
    positions.forEach(
        (topic, offsets) -> {
          List<Long> others = other.positions.getOrDefault(topic, List.of());
          List<Long> least = new ArrayList<>();
          for (int i = 0; i < Math.min(offsets.size(), others.size()); i++) {
            least.add(Math.min(offsets.get(i), others.get(i)));
          }
          both.put(topic, List.copyOf(least));
        });
    return new Watermark(Math.min(asOf, other.asOf), topicId, partitions, both);
  }
}
