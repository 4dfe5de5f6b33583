package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects nodes of one type and writes them in blocks. */
final class NodeBlockWriter {
  private static final int NODES = 1 << 16;

  private final NodeType type;
  private final GraphImage.Blocks out;
  private final BlockBuilder block = new BlockBuilder();
  private final long[] numbers = new long[NODES];
  private final long[] existing = new long[NODES];
  private final long[] present = new long[NODES];
  private final long[][] bits;
  private final @Nullable String[][] texts;
  private final String[] keys = new String[NODES];
  private int count;

  NodeBlockWriter(NodeType type, GraphImage.Blocks out) {
    this.type = type;
    this.out = out;
    this.bits = new long[type.attributes().size()][NODES];
    this.texts = new @Nullable String[type.attributes().size()][NODES];
  }

  /** Adds a node; of a stub the row is null. */
  void add(int node, String key, @Nullable Row row) throws IOException {
    numbers[count] = node;
    existing[count] = row == null ? 0 : 1;
    keys[count] = key;
    long mask = 0;
    for (Attribute attribute : type.attributes()) {
      int k = attribute.index();
      mask |= row != null && row.has(attribute) ? 1L << k : 0;
      bits[k][count] = row == null ? 0 : row.bits(attribute);
      texts[k][count] = row == null ? null : row.text(attribute);
    }
    present[count] = mask;
    count++;
    if (count == NODES) {
      flush();
    }
  }

  /** Writes what was not written yet. */
  void flush() throws IOException {
    if (count == 0) {
      return;
    }
    block.clear();
    block.addInt(GraphImage.NODES);
    block.addInt(type.index());
    block.addInt(count);
    block.addNumbers(numbers, count);
    block.addNumbers(existing, count);
    block.addNumbers(present, count);
    for (Attribute attribute : type.attributes()) {
      if (attribute.type() == AttributeType.STRING) {
        block.addRepeated(texts[attribute.index()], count);
      } else {
        block.addNumbers(bits[attribute.index()], count);
      }
    }
    block.addTexts(keys, count);
    out.write(block);
    count = 0;
  }
}
