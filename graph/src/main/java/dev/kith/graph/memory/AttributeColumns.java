package dev.kith.graph.memory;

import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the attributes of elements of one type, to be written as {@link AttributeViews}. */
final class AttributeColumns {
  private final List<Attribute> attributes;
  private final long[] present;
  private final long[][] bits;
  private final @Nullable String[][] texts;

  /**
   * @param most elements
   */
  AttributeColumns(ElementType type, int most) {
    this.attributes = type.attributes();
    this.present = new long[most];
    this.bits = new long[attributes.size()][most];
    this.texts = new @Nullable String[attributes.size()][most];
  }

  /** Element {@code i} has no attributes yet. */
  void clear(int i) {
    present[i] = 0;
    for (Attribute attribute : attributes) {
      bits[attribute.index()][i] = 0;
      texts[attribute.index()][i] = null;
    }
  }

  /**
   * Element {@code i} has this one, too.
   *
   * @param value of a number, as {@link dev.kith.graph.Row#bits}
   * @param text of a string
   */
  void add(int i, Attribute attribute, long value, @Nullable String text) {
    present[i] |= 1L << attribute.index();
    bits[attribute.index()][i] = value;
    texts[attribute.index()][i] = text;
  }

  /** Writes those of the first so many elements. */
  void write(BlockBuilder block, int count) {
    block.addNumbers(present, count);
    for (Attribute attribute : attributes) {
      if (attribute.type() == AttributeType.STRING) {
        block.addRepeated(texts[attribute.index()], count);
      } else {
        block.addNumbers(bits[attribute.index()], count);
      }
    }
  }
}
