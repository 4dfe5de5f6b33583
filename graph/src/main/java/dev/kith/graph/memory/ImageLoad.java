package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.AdjacencyBlock;
import dev.kith.graph.Row;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a graph of the blocks of a {@link GraphImage}: first {@link #begin}; then of each block a
 * part, by any thread, which one thread puts in; and at last {@link #graph}.
 */
final class ImageLoad {
  private final GraphSchema schema;
  private final MemoryGraph graph;
  private final ChangedMeanwhile changed;

  /** By type all numbers are below this. */
  private int[] nodeLimits = {};

  private int[] edgeLimits = {};

  /** By type and page. */
  private final List<byte[][]> nodeKeys = new ArrayList<>();

  private final List<byte[][]> edgeKeys = new ArrayList<>();

  ImageLoad(GraphSchema schema) {
    this.schema = schema;
    this.graph = new MemoryGraph(schema);
    this.changed = new ChangedMeanwhile(schema);
  }

  /** Takes the first block, of the limits. */
  void begin(Block block) throws DamagedException {
    if (block.getInt() != GraphImage.LIMITS) {
      throw new DamagedException("it does not begin as the image of a graph");
    }
    block.getInts(2);
    nodeLimits = block.getInts(schema.nodeTypes().size());
    edgeLimits = block.getInts(schema.edgeTypes().size());
    for (int limit : nodeLimits) {
      nodeKeys.add(new byte[KeyPage.pages(limit)][]);
    }
    for (EdgeType type : schema.edgeTypes()) {
      int limit = edgeLimits[type.index()];
      edgeKeys.add(new byte[KeyPage.pages(limit)][]);
      if (graph.edges(type) instanceof EdgeTable.Keyed keyed) {
        keyed.numbers().begin(limit);
      }
    }
  }

  /** Makes the part of another block. Any thread; run it on one. */
  Runnable part(Block block) throws DamagedException {
    int kind = block.getInt();
    int type = block.getInt();
    int count = block.getInt();
    return switch (kind) {
      case GraphImage.LISTS -> lists(schema.edgeTypes().get(type), count, block);
      case GraphImage.EDGE_KEYS -> keys(edgeKeys.get(type), count, block);
      case GraphImage.NODE_KEYS -> keys(nodeKeys.get(type), count, block);
      case GraphImage.ROWS -> rows(schema.nodeTypes().get(type), count, block);
      case GraphImage.CHANGED_ROWS -> {
        int[] nodes = block.getInts(count);
        var all = changed.rows(schema.nodeTypes().get(type));
        yield () -> all.addElements(all.size(), nodes);
      }
      case GraphImage.CHANGED_EDGES -> {
        changed.edges(schema.edgeTypes().get(type)).read(count, block);
        yield () -> {};
      }
      default -> throw new DamagedException("it has a block of an unknown kind");
    };
  }

  private Runnable lists(EdgeType type, int count, Block block) throws DamagedException {
    boolean forwards = block.getInt() != 0;
    int first = block.getInt();
    AdjacencyTable table = graph.edges(type).lists().table(forwards);
    Adjacency[] lists = AdjacencyBlock.read(table.empty(), count, block);
    if (forwards && graph.edges(type) instanceof EdgeTable.Keyed keyed) {
      int limit = edgeLimits[type.index()];
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < lists[i].size(); k++) {
          int edge = lists[i].edge(k);
          if (edge < limit) { // others came meanwhile
            keyed.numbers().move(edge, first + i, lists[i].neighbour(k));
          }
        }
      }
    }
    return () -> table.load(first, lists);
  }

  private static Runnable keys(byte[][] all, int count, Block block) throws DamagedException {
    int first = block.getInt();
    int[] lengths = block.getInts(count);
    byte[][] pages = new byte[count][];
    for (int i = 0; i < count; i++) {
      pages[i] = block.getBytes(lengths[i]);
    }
    return () -> System.arraycopy(pages, 0, all, first, count);
  }

  private Runnable rows(NodeType type, int count, Block block) throws DamagedException {
    RowBlock nodes = new RowBlock(type, count, block);
    Row[] rows = new Row[count];
    for (int i = 0; i < count; i++) {
      rows[i] = nodes.row(i);
    }
    return () -> {
      for (int i = 0; i < count; i++) {
        graph.nodes(type).put(nodes.number(i), rows[i]);
      }
    };
  }

  /** The graph of all parts; call it once. */
  MemoryGraph graph() {
    for (EdgeType type : schema.edgeTypes()) {
      EdgeEnds gone = changed.edges(type);
      graph.edges(type).lists().load(gone, nodeLimits[type.from().index()]);
      if (graph.edges(type) instanceof EdgeTable.Keyed keyed) {
        IntSet numbers = gone.numbers();
        keyed
            .numbers()
            .load(
                edgeLimits[type.index()],
                edgeKeys.get(type.index()),
                edge -> !numbers.contains(edge));
      }
    }
    for (NodeType type : schema.nodeTypes()) {
      NodeTable table = graph.nodes(type);
      changed.rows(type).forEach(table::removeRow);
      table.load(nodeLimits[type.index()], nodeKeys.get(type.index()));
    }
    return graph;
  }
}
