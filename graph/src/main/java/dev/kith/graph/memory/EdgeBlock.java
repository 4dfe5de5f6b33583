package dev.kith.graph.memory;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.RepeatedView;
import dev.kith.graph.block.TextView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final NumberView present;

  /** By attribute a {@link NumberView}, or of a string a {@link RepeatedView}. */
  private final Object[] values;

  private final Optional<TextView> keys;

  EdgeBlock(EdgeType type, int count, Block block) throws DamagedException {
    this.count = count;
    this.sources = block.getNumbers(count);
    this.targets = block.getNumbers(count);
    this.present = block.getNumbers(count);
    this.values = new Object[type.attributes().size()];
    for (Attribute attribute : type.attributes()) {
      values[attribute.index()] =
          attribute.type() == AttributeType.STRING
              ? block.getRepeated(count)
              : block.getNumbers(count);
    }
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

  /** A bit for each attribute that an edge has. */
  long present(int i) {
    return present.get(i);
  }

  long bits(int i, int attribute) {
    return values[attribute] instanceof NumberView numbers ? numbers.get(i) : 0;
  }

  @Nullable String text(int i, int attribute) {
    return values[attribute] instanceof RepeatedView texts ? texts.get(i) : null;
  }

  /** The keys of edges that have keys. */
  TextView keys() {
    return keys.orElseThrow();
  }
}
