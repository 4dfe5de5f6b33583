package dev.kith.graph.memory;

import java.util.Arrays;

/**
 * Numbers in slots, in an array that grows without copying them, and gives back chunks that are not
 * used. For the writer only. Memory: 8 bytes a slot, in chunks that are used.
 */
final class ChunkedLongs {
  private static final int BITS = 10;
  private static final int CHUNK = 1 << BITS;
  private static final long[] EMPTY = {};

  private long[][] chunks = {};

  /** By chunk, how many of its slots are used. */
  private int[] used = {};

  long get(int index) {
    return chunks[index >>> BITS][index & (CHUNK - 1)];
  }

  /** Begins to use a slot. */
  void add(int index, long value) {
    int chunk = index >>> BITS;
    if (chunk >= chunks.length) {
      int length = chunk + 1 + (chunk >> 1);
      chunks = Arrays.copyOf(chunks, length);
      Arrays.fill(chunks, used.length, length, EMPTY);
      used = Arrays.copyOf(used, length);
    }
    if (used[chunk]++ == 0) {
      chunks[chunk] = new long[CHUNK];
    }
    set(index, value);
  }

  /** Begins to use all slots below a limit; none may be used yet. */
  void addAll(int limit) {
    chunks = new long[(limit + CHUNK - 1) >>> BITS][];
    used = new int[chunks.length];
    for (int chunk = 0; chunk < chunks.length; chunk++) {
      chunks[chunk] = new long[CHUNK];
      used[chunk] = Math.min(CHUNK, limit - (chunk << BITS));
    }
  }

  /** Sets a slot that is used. */
  void set(int index, long value) {
    chunks[index >>> BITS][index & (CHUNK - 1)] = value;
  }

  /** Uses a slot no more. */
  void remove(int index) {
    int chunk = index >>> BITS;
    if (--used[chunk] == 0) {
      chunks[chunk] = EMPTY;
    }
  }
}
