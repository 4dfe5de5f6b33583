package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;

/** Collects the rows of nodes of one type and writes them in blocks. */
final class RowBlockWriter {
  private static final int ROWS = 1 << 16;

  private final NodeType type;
  private final GraphImage.Blocks out;
  private final BlockBuilder block = new BlockBuilder();
  private final long[] numbers = new long[ROWS];
  private final AttributeColumns attributes;
  private int count;

  RowBlockWriter(NodeType type, GraphImage.Blocks out) {
    this.type = type;
    this.out = out;
    this.attributes = new AttributeColumns(type, ROWS);
  }

  /** Adds the row of a node that exists. */
  void add(int node, Row row) throws IOException {
    numbers[count] = node;
    attributes.clear(count);
    for (Attribute attribute : type.attributes()) {
      if (row.has(attribute)) {
        attributes.add(count, attribute, row.bits(attribute), row.text(attribute));
      }
    }
    count++;
    if (count == ROWS) {
      flush();
    }
  }

  /** Writes what was not written yet. */
  void flush() throws IOException {
    if (count == 0) {
      return;
    }
    block.clear();
    block.addInt(GraphImage.ROWS);
    block.addInt(type.index());
    block.addInt(count);
    block.addNumbers(numbers, count);
    attributes.write(block, count);
    out.write(block);
    count = 0;
  }
}
