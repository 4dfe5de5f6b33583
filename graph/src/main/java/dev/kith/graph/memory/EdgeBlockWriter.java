package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.io.IOException;

/** Collects edges of one type and writes them in blocks, all but the last of which are full. */
final class EdgeBlockWriter {

  private final EdgeType type;
  private final GraphImage.Blocks out;
  private final BlockBuilder block = new BlockBuilder();
  private final long[] sources = new long[EdgeBlock.EDGES];
  private final long[] targets = new long[EdgeBlock.EDGES];
  private final AttributeColumns attributes;
  private final String[] keys;
  private int count;

  EdgeBlockWriter(EdgeType type, GraphImage.Blocks out) {
    this.type = type;
    this.out = out;
    this.attributes = new AttributeColumns(type, EdgeBlock.EDGES);
    this.keys = new String[type.keyed() ? EdgeBlock.EDGES : 0];
  }

  /** Adds edge {@code i} of a node's list; its key, if it has none, is not looked at. */
  void add(int node, Adjacency list, int i, String key) throws IOException {
    sources[count] = node;
    targets[count] = list.neighbour(i);
    attributes.clear(count);
    for (Attribute attribute : type.attributes()) {
      if (list.has(i, attribute)) {
        attributes.add(count, attribute, list.bits(i, attribute), list.text(i, attribute));
      }
    }
    if (type.keyed()) {
      keys[count] = key;
    }
    count++;
    if (count == EdgeBlock.EDGES) {
      flush();
    }
  }

  /** Writes what was not written yet. */
  void flush() throws IOException {
    if (count == 0) {
      return;
    }
    block.clear();
    block.addInt(GraphImage.EDGES);
    block.addInt(type.index());
    block.addInt(count);
    block.addNumbers(sources, count);
    block.addNumbers(targets, count);
    attributes.write(block, count);
    if (type.keyed()) {
      block.addTexts(keys, count);
    }
    out.write(block);
    count = 0;
  }
}
