package dev.kith.features.workspace;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;

/**
 * Gives the nodes of one type that are met indexes from 0, in the order in which they are met
 * first. Not thread-safe.
 *
 * <p>An array by the number of the node, of which nothing has to be cleared: what is in it counts
 * from a base that is above all indexes that were given before. A look takes one read, which misses
 * the processor's cache seldom even where a graph has millions of nodes, since most ways lead to
 * few; a hash table of the nodes that are met took five times as long. Numbers above {@value
 * #DENSE}, as a view gives to nodes that a hypothetical edge names, are in a hash table.
 *
 * <p>Memory: 4 bytes a node of the graph.
 */
public final class NodeIndex {
  /** Numbers below are those of nodes that a graph has. */
  public static final int DENSE = 1 << 30;

  private static final int FIRST_LENGTH = 1 << 10;

  private int[] entries = {};
  private int base;
  private int size;
  private final Int2IntOpenHashMap others = new Int2IntOpenHashMap();

  public NodeIndex() {
    this(1);
  }

  /**
   * @param base from which entries count; more than 0
   */
  NodeIndex(int base) {
    this.base = base;
    others.defaultReturnValue(-1);
  }

  /** Forgets all nodes. */
  public void clear() {
    if (base > Integer.MAX_VALUE / 2) {
      Arrays.fill(entries, 0);
      base = 1;
    } else {
      base += size;
    }
    size = 0;
    if (!others.isEmpty()) {
      others.clear();
    }
  }

  /** How many different nodes were met. */
  public int size() {
    return size;
  }

  /** The index of a node, which is {@link #size} as it was before if it was not met yet. */
  public int meet(int node) {
    if (node >= entries.length) {
      return meetBeyond(node);
    }
    int entry = entries[node];
    boolean met = entry >= base;
    int index = met ? entry - base : size;
    size += met ? 0 : 1;
    entries[node] = base + index;
    return index;
  }

  /** The index of a node, or -1 if it was not met. */
  public int find(int node) {
    if (node < entries.length) {
      return Math.max(-1, entries[node] - base);
    }
    return node < DENSE ? -1 : others.get(node);
  }

  private int meetBeyond(int node) {
    if (node < DENSE) {
      int length = Math.max(FIRST_LENGTH, Integer.highestOneBit(node) << 1);
      entries = Arrays.copyOf(entries, length);
      return meet(node);
    }
    int index = others.putIfAbsent(node, size);
    if (index >= 0) {
      return index;
    }
    return size++;
  }
}
