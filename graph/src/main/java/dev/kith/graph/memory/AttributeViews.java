package dev.kith.graph.memory;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.RepeatedView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import org.jspecify.annotations.Nullable;

/** The attributes of elements of one type in columns. Immutable. */
final class AttributeViews {
  private final NumberView present;

  /** By attribute a {@link NumberView}, or of a string a {@link RepeatedView}. */
  private final Object[] values;

  /** Reads those of so many elements. */
  AttributeViews(ElementType type, int count, Block block) throws DamagedException {
    this.present = block.getNumbers(count);
    this.values = new Object[type.attributes().size()];
    for (Attribute attribute : type.attributes()) {
      values[attribute.index()] =
          attribute.type() == AttributeType.STRING
              ? block.getRepeated(count)
              : block.getNumbers(count);
    }
  }

  /** A bit for each attribute that an element has. */
  long present(int i) {
    return present.get(i);
  }

  /** The value of a number; 0 of a string. */
  long bits(int i, int attribute) {
    return values[attribute] instanceof NumberView numbers ? numbers.get(i) : 0;
  }

  /** The value of a string; null of a number. */
  @Nullable String text(int i, int attribute) {
    return values[attribute] instanceof RepeatedView texts ? texts.get(i) : null;
  }
}
