package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.Attribute;
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
  private final AttributeColumns attributes;
  private final String[] keys = new String[NODES];
  private int count;

  NodeBlockWriter(NodeType type, GraphImage.Blocks out) {
    this.type = type;
    this.out = out;
    this.attributes = new AttributeColumns(type, NODES);
  }

  /** Adds a node; of a stub the row is null. */
  void add(int node, String key, @Nullable Row row) throws IOException {
    numbers[count] = node;
    existing[count] = row == null ? 0 : 1;
    keys[count] = key;
    attributes.clear(count);
    for (Attribute attribute : type.attributes()) {
      if (row != null && row.has(attribute)) {
        attributes.add(count, attribute, row.bits(attribute), row.text(attribute));
      }
    }
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
    attributes.write(block, count);
    block.addTexts(keys, count);
    out.write(block);
    count = 0;
  }
}
