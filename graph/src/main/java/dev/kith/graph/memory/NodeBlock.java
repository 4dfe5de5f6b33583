package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.RepeatedView;
import dev.kith.graph.block.TextView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.NodeType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nodes of one type in columns, as {@link NodeBlockWriter} writes them. Immutable. */
final class NodeBlock {
  private final NodeType type;
  private final int count;
  private final NumberView numbers;
  private final NumberView existing;
  private final NumberView present;

  /** By attribute a {@link NumberView}, or of a string a {@link RepeatedView}. */
  private final Object[] values;

  private final TextView keys;

  NodeBlock(NodeType type, int count, Block block) throws DamagedException {
    this.type = type;
    this.count = count;
    this.numbers = block.getNumbers(count);
    this.existing = block.getNumbers(count);
    this.present = block.getNumbers(count);
    this.values = new Object[type.attributes().size()];
    for (Attribute attribute : type.attributes()) {
      values[attribute.index()] =
          attribute.type() == AttributeType.STRING
              ? block.getRepeated(count)
              : block.getNumbers(count);
    }
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
    long has = present.get(i);
    for (Attribute attribute : type.attributes()) {
      if ((has & (1L << attribute.index())) != 0) {
        switch (values[attribute.index()]) {
          case NumberView bits -> row.set(attribute, bits.get(i));
          case RepeatedView texts -> row.set(attribute, Objects.requireNonNull(texts.get(i)));
          default -> throw new IllegalStateException("no such column");
        }
      }
    }
    return row.build();
  }
}
