package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;

/** The rows of nodes of one type in columns, as {@link RowBlockWriter} writes them. Immutable. */
final class RowBlock {
  private final NodeType type;
  private final NumberView numbers;
  private final AttributeViews attributes;

  RowBlock(NodeType type, int count, Block block) throws DamagedException {
    this.type = type;
    this.numbers = block.getNumbers(count);
    this.attributes = new AttributeViews(type, count, block);
  }

  /** The number of its node. */
  int number(int i) {
    return (int) numbers.get(i);
  }

  Row row(int i) {
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
