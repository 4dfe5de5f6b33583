package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.TextView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/** Nodes of one type in columns, as {@link NodeBlockWriter} writes them. Immutable. */
final class NodeBlock {
  private final NodeType type;
  private final int count;
  private final NumberView numbers;
  private final NumberView existing;
  private final AttributeViews attributes;
  private final TextView keys;

  NodeBlock(NodeType type, int count, Block block) throws DamagedException {
    this.type = type;
    this.count = count;
    this.numbers = block.getNumbers(count);
    this.existing = block.getNumbers(count);
    this.attributes = new AttributeViews(type, count, block);
    this.keys = block.getTexts(count);
  }

  int count() {
    return count;
  }

  /** The number that a node had in the graph that was written. */
  int number(int i) {
    return (int) numbers.get(i);
  }

  String key(int i) {
    return keys.get(i);
  }

  /** Null if it is a stub. */
  @Nullable Row row(int i) {
    if (existing.get(i) == 0) {
      return null;
    }
    Row.Builder row = Row.builder(type);
    long present = attributes.present(i);
    for (Attribute attribute : type.attributes()) {
      int k = attribute.index();
      if ((present & (1L << k)) != 0) {
        String text = attributes.text(i, k);
        var _ = text == null ? row.set(attribute, attributes.bits(i, k)) : row.set(attribute, text);
      }
    }
    return row.build();
  }
}
