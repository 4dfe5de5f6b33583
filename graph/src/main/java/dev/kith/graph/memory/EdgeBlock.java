package dev.kith.graph.memory;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.TextView;
import dev.kith.graph.schema.EdgeType;
import java.util.Optional;

/**
 * Up to {@value #EDGES} edges of one type in columns, as {@link EdgeBlockWriter} writes them.
 * Immutable.
 */
final class EdgeBlock {
  static final int BITS = 16;
  static final int EDGES = 1 << BITS;

  private final int count;
  private final NumberView sources;
  private final NumberView targets;
  private final AttributeViews attributes;
  private final Optional<TextView> keys;

  EdgeBlock(EdgeType type, int count, Block block) throws DamagedException {
    this.count = count;
    this.sources = block.getNumbers(count);
    this.targets = block.getNumbers(count);
    this.attributes = new AttributeViews(type, count, block);
    this.keys = type.keyed() ? Optional.of(block.getTexts(count)) : Optional.empty();
  }

  int count() {
    return count;
  }

  int source(int i) {
    return (int) sources.get(i);
  }

  int target(int i) {
    return (int) targets.get(i);
  }

  AttributeViews attributes() {
    return attributes;
  }

  /** The keys of edges that have keys. */
  TextView keys() {
    return keys.orElseThrow();
  }
}
