package dev.kith.features.review;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** Numbers that were observed. One thread. */
final class Samples {
  private final LongArrayList values = new LongArrayList();

  void add(long value) {
    values.add(value);
  }

  int size() {
    return values.size();
  }

  Distribution distribution() {
    long[] sorted = values.toLongArray();
    Arrays.sort(sorted);
    return new Distribution(
        sorted.length, percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100));
  }

  /** The least value that so many percent of all are not above; 0 of none. */
  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length * percent + 99) / 100 - 1];
  }
}
