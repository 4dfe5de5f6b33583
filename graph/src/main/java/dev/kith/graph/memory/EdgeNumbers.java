package dev.kith.graph.memory;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Objects;

/**
 * The keys of the edges of one type, their numbers, and their ends. The number of a removed edge is
 * given to a later one. For the writer only, but {@link #key}.
 *
 * <p>Memory: 24 to 45 bytes an edge, beside the key itself.
 */
final class EdgeNumbers {
  /** No such edge. */
  static final int NONE = -1;

  /** In place of the key of a number that is free. */
  private static final String FREE = "";

  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final ChunkedArray<String> keys = new ChunkedArray<>();
  private final IntArrayList from = new IntArrayList();
  private final IntArrayList to = new IntArrayList();
  private final IntArrayList free = new IntArrayList();

  EdgeNumbers() {
    numbers.defaultReturnValue(NONE);
  }

  int find(String key) {
    return numbers.getInt(key);
  }

  /**
   * The key of an edge; empty if no edge has that number. Any thread: the key is published before
   * the lists that lead to the edge, so who reads a number in one gets its key, or, once that edge
   * is gone, that of another which was given the number.
   */
  String key(int edge) {
    return Objects.requireNonNullElse(keys.get(edge), FREE);
  }

  int from(int edge) {
    return from.getInt(edge);
  }

  int to(int edge) {
    return to.getInt(edge);
  }

  /** Gives a number to an edge that has none. */
  int add(String key, int source, int target) {
    int edge;
    if (free.isEmpty()) {
      edge = from.size();
      keys.set(edge, key);
      from.add(source);
      to.add(target);
    } else {
      edge = free.popInt();
      keys.set(edge, key);
      move(edge, source, target);
    }
    numbers.put(key, edge);
    return edge;
  }

  void move(int edge, int source, int target) {
    from.set(edge, source);
    to.set(edge, target);
  }

  void remove(String key) {
    int edge = numbers.removeInt(key);
    keys.set(edge, FREE);
    free.add(edge);
  }
}
