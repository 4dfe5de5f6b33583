package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.AdjacencyBlock;
import dev.kith.graph.Row;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the blocks of a {@link GraphImage}. One thread, once. */
final class ImageWriter {
  /** A block has so many pages of keys, and lists of so many edges and nodes, or a few more. */
  private static final int PAGES = 4096;

  static final int EDGES = 1 << 16;

  private final MemoryGraph graph;
  private final GraphSchema schema;
  private final GraphImage.Blocks out;
  private final BlockBuilder block = new BlockBuilder();

  ImageWriter(MemoryGraph graph, GraphImage.Blocks out) {
    this.graph = graph;
    this.schema = graph.schema();
    this.out = out;
  }

  void write() throws IOException {
    ChangedMeanwhile changed = new ChangedMeanwhile(schema);
    graph.observe(changed);
    try {
      writeAll();
    } finally {
      graph.ignore(changed);
    }
    for (NodeType type : schema.nodeTypes()) {
      int count = changed.rows(type).size();
      begin(GraphImage.CHANGED_ROWS, type.index(), count);
      block.addInts(changed.rows(type).elements(), count);
      out.write(block);
    }
    for (EdgeType type : schema.edgeTypes()) {
      begin(GraphImage.CHANGED_EDGES, type.index(), changed.edges(type).count());
      changed.edges(type).write(block);
      out.write(block);
    }
  }

  private void writeAll() throws IOException {
    int[] nodes = schema.nodeTypes().stream().mapToInt(graph::numbers).toArray();
    int[] edges =
        schema.edgeTypes().stream().mapToInt(type -> numbers(graph.edges(type))).toArray();
    begin(GraphImage.LIMITS, 0, 0);
    block.addInts(nodes, nodes.length);
    block.addInts(edges, edges.length);
    out.write(block);
    for (EdgeType type : schema.edgeTypes()) {
      writeLists(type, true, nodes[type.from().index()]);
      if (!type.symmetric()) {
        writeLists(type, false, nodes[type.to().index()]);
      }
      if (graph.edges(type) instanceof EdgeTable.Keyed keyed) {
        int limit = edges[type.index()];
        writeKeys(GraphImage.EDGE_KEYS, type.index(), keyed.numbers().keys(), limit);
      }
    }
    for (NodeType type : schema.nodeTypes()) {
      int limit = nodes[type.index()];
      writeRows(type, limit);
      writeKeys(GraphImage.NODE_KEYS, type.index(), graph.nodes(type).keys(), limit);
    }
  }

  private static int numbers(EdgeTable table) {
    return table instanceof EdgeTable.Keyed keyed ? keyed.numbers().keys().limit() : 0;
  }

  private void writeLists(EdgeType type, boolean forwards, int nodes) throws IOException {
    AdjacencyTable table = graph.edges(type).lists().table(forwards);
    List<Adjacency> lists = new ArrayList<>();
    int places = 0;
    for (int node = 0; node < nodes; node++) {
      Adjacency list = table.get(node);
      lists.add(list);
      places += list.size() + 1;
      if (places >= EDGES || node == nodes - 1) {
        begin(GraphImage.LISTS, type.index(), lists.size());
        block.addInt(forwards ? 1 : 0);
        block.addInt(node + 1 - lists.size());
        AdjacencyBlock.write(table.empty(), lists, block);
        out.write(block);
        lists.clear();
        places = 0;
      }
    }
  }

  private void writeRows(NodeType type, int nodes) throws IOException {
    RowBlockWriter rows = new RowBlockWriter(type, out);
    for (int node = 0; node < nodes; node++) {
      Row row = graph.row(type, node);
      if (row != null) {
        rows.add(node, row);
      }
    }
    rows.flush();
  }

  private void writeKeys(int kind, int type, KeyTable keys, int limit) throws IOException {
    for (int first = 0; first < limit; first += PAGES * KeyPage.KEYS) {
      List<byte[]> pages = new ArrayList<>();
      for (int i = 0; i < PAGES && first + i * KeyPage.KEYS < limit; i++) {
        pages.add(keys.page(first + i * KeyPage.KEYS));
      }
      begin(kind, type, pages.size());
      block.addInt(first / KeyPage.KEYS);
      block.addInts(pages.stream().mapToInt(page -> page.length).toArray(), pages.size());
      pages.forEach(page -> block.addBytes(page, page.length));
      out.write(block);
    }
  }

  private void begin(int kind, int type, int count) {
    block.clear();
    block.addInt(kind);
    block.addInt(type);
    block.addInt(count);
  }
}
