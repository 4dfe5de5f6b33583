package dev.kith.features.workspace;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;

/**
 * A set of nodes of one type. Not thread-safe.
 *
 * <p>A bit by the number of the node, so that those of a graph of a million nodes fit a processor's
 * second cache. A second level has a bit for each word that is not 0, and only those are cleared.
 * Numbers above {@value NodeIndex#DENSE} are in a hash table.
 *
 * <p>Memory: a bit a node of the graph.
 */
public final class NodeBits {
  private static final int FIRST_LENGTH = 1 << 6;

  private long[] words = new long[FIRST_LENGTH];
  private long[] used = new long[1];
  private int size;
  private final IntOpenHashSet others = new IntOpenHashSet();

  /** Forgets all nodes. O(nodes that were added). */
  public void clear() {
    for (int i = 0; i < used.length; i++) {
      for (long left = used[i]; left != 0; left &= left - 1) {
        words[i * Long.SIZE + Long.numberOfTrailingZeros(left)] = 0;
      }
    }
    Arrays.fill(used, 0);
    size = 0;
    if (!others.isEmpty()) {
      others.clear();
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Adds a node; whether it was not there yet. */
  public boolean add(int node) {
    int word = node >>> 6;
    if (word >= words.length) {
      return addBeyond(node);
    }
    long before = words[word];
    long after = before | 1L << node;
    words[word] = after;
    used[word >>> 6] |= 1L << word;
    boolean added = after != before;
    size += added ? 1 : 0;
    return added;
  }

  private boolean addBeyond(int node) {
    if (node < NodeIndex.DENSE) {
      words = Arrays.copyOf(words, Integer.highestOneBit(node >>> 6) << 1);
      used = Arrays.copyOf(used, (words.length + Long.SIZE - 1) / Long.SIZE);
      return add(node);
    }
    boolean added = others.add(node);
    size += added ? 1 : 0;
    return added;
  }
}
