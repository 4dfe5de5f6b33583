package dev.kith.graph.memory;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws nodes at random. Of nodes that come or go meanwhile it may see any. One thread. */
final class NodeSample {
  /** So many numbers are drawn for each node that is wanted: most may be stubs, or gone. */
  private static final int DRAWS = 20;

  private final NodeTable table;
  private final RandomGenerator random;

  NodeSample(NodeTable table, RandomGenerator random) {
    this.table = table;
    this.random = random;
  }

  /**
   * The keys of nodes that exist, each once. All, if there are not so many and few numbers that
   * have no row.
   */
  List<String> keys(int size) {
    int numbers = table.keys().limit();
    List<String> keys = new ArrayList<>();
    if (numbers <= DRAWS * (long) size) {
      int[] all = shuffled(numbers);
      for (int i = 0; i < numbers && keys.size() < size; i++) {
        addIfExists(all[i], keys);
      }
      return keys;
    }
    IntOpenHashSet drawn = new IntOpenHashSet();
    for (long i = 0; i < DRAWS * (long) size && keys.size() < size; i++) {
      int node = random.nextInt(numbers);
      if (drawn.add(node)) {
        addIfExists(node, keys);
      }
    }
    return keys;
  }

  private void addIfExists(int node, List<String> keys) {
    String key = table.keys().key(node);
    if (!key.isEmpty() && table.row(node) != null) {
      keys.add(key);
    }
  }

  private int[] shuffled(int size) {
    int[] out = new int[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(i + 1);
      out[i] = out[at];
      out[at] = i;
    }
    return out;
  }
}
