package dev.kith.features.operator;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * A set of a few nodes to which most that are asked about don't belong: one bit tells of most of
 * them that they don't. Not thread-safe.
 *
 * <p>It is a Bloom filter (B. Bloom, "Space/time trade-offs in hash coding with allowable errors",
 * 1970) with the last bits of a node's number as its one hash function, before a hash table.
 */
final class NodeSet {
  private static final int BITS_A_NODE = 16;

  private final IntOpenHashSet nodes;
  private final long[] bits;

  /**
   * @param size about so many come
   */
  NodeSet(int size) {
    nodes = new IntOpenHashSet(size);
    bits = new long[Integer.highestOneBit(Math.max(Long.SIZE, size * BITS_A_NODE)) / Long.SIZE];
  }

  /** Whether it was not there yet. */
  boolean add(int node) {
    bits[word(node)] |= 1L << node;
    return nodes.add(node);
  }

  boolean contains(int node) {
    return (bits[word(node)] >>> node & 1) != 0 && nodes.contains(node);
  }

  private int word(int node) {
    return (node >>> 6) & (bits.length - 1);
  }
}
