package dev.kith.graph.memory;

import java.util.function.IntPredicate;

/**
 * The keys of the edges of one type, their numbers, and their ends. The number of a removed edge is
 * given to a later one. For the writer only, but {@link #key}.
 *
 * <p>Memory: 8 bytes an edge, beside what {@link KeyTable} says.
 */
final class EdgeNumbers {
  /** No such edge. */
  static final int NONE = KeyTable.NONE;

  private final KeyTable keys = KeyTable.reusingNumbers();

  /** By number: the source in the upper half, the target in the lower. */
  private final ChunkedLongs ends = new ChunkedLongs();

  KeyTable keys() {
    return keys;
  }

  int find(String key) {
    return keys.find(key);
  }

  /**
   * The key of an edge; empty if no edge has that number. Any thread: the key is published before
   * the lists that lead to the edge, so who reads a number in one gets its key, or, once that edge
   * is gone, that of another which was given the number.
   */
  String key(int edge) {
    return keys.key(edge);
  }

  int from(int edge) {
    return (int) (ends.get(edge) >>> Integer.SIZE);
  }

  int to(int edge) {
    return (int) ends.get(edge);
  }

  /** Gives a number to an edge that has none. */
  int add(String key, int source, int target) {
    int edge = keys.add(key);
    ends.add(edge, ends(source, target));
    return edge;
  }

  /** Takes all numbers below a limit, for edges of an image; there must be none yet. */
  void begin(int limit) {
    ends.addAll(limit);
  }

  /**
   * Takes the keys of an image.
   *
   * @param limit as at the beginning
   * @param kept of which edges the keys are wanted; all others are not there
   */
  void load(int limit, byte[][] pages, IntPredicate kept) {
    keys.load(limit, pages, kept);
    for (int edge = 0; edge < limit; edge++) {
      if (!keys.has(edge)) {
        ends.remove(edge);
      }
    }
  }

  /** Any thread may do so of an edge of an image. */
  void move(int edge, int source, int target) {
    ends.set(edge, ends(source, target));
  }

  void remove(int edge) {
    keys.remove(edge);
    ends.remove(edge);
  }

  private static long ends(int source, int target) {
    return (long) source << Integer.SIZE | target;
  }
}
