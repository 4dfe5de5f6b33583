package dev.kith.serving.replica;

import java.util.HashMap;
import java.util.Map;

/**
 * How far a reader is on its way to the ends that the partitions had when it began. What comes
 * after those ends does not count. Offsets, not records: a compacted topic has gaps. Not
 * thread-safe.
 */
final class CatchUp {

  /** The way through one partition. */
  private record Way(long from, long to) {}

  private final Map<Integer, Way> ahead = new HashMap<>();
  private final Map<Integer, Long> positions = new HashMap<>();
  private final long total;
  private long finished;

  /**
   * @param beginnings the first offset of each partition
   * @param ends the offset after the last of each, for the same partitions
   */
  CatchUp(Map<Integer, Long> beginnings, Map<Integer, Long> ends) {
    long sum = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      long from = beginnings.getOrDefault(end.getKey(), 0L);
      if (from < end.getValue()) {
        ahead.put(end.getKey(), new Way(from, end.getValue()));
        positions.put(end.getKey(), from);
        sum += end.getValue() - from;
      }
    }
    total = sum;
  }

  /** The next offset to be read of a partition is {@code position}. */
  void reached(int partition, long position) {
    Way way = ahead.get(partition);
    if (way == null) {
      return;
    }
    if (position >= way.to()) {
      ahead.remove(partition);
      positions.remove(partition);
      finished += way.to() - way.from();
    } else {
      positions.put(partition, Math.max(position, way.from()));
    }
  }

  /** Whether every end was reached. */
  boolean complete() {
    return ahead.isEmpty();
  }

  /** Offsets passed, of {@link #total}. */
  long done() {
    long done = finished;
    for (Map.Entry<Integer, Way> way : ahead.entrySet()) {
      done += positions.getOrDefault(way.getKey(), way.getValue().from()) - way.getValue().from();
    }
    return done;
  }

  long total() {
    return total;
  }
}
