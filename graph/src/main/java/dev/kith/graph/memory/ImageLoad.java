package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a graph of the blocks of a {@link GraphImage}, of each kind of thing as a whole: all keys,
 * then all lists, on all processors. Not thread-safe.
 */
final class ImageLoad {
  private final MemoryGraph graph;
  private final List<List<EdgeBlock>> edges = new ArrayList<>();
  private final List<List<NodeBlock>> nodes = new ArrayList<>();

  ImageLoad(GraphSchema schema) {
    this.graph = new MemoryGraph(schema);
    schema.edgeTypes().forEach(type -> edges.add(new ArrayList<>()));
    schema.nodeTypes().forEach(type -> nodes.add(new ArrayList<>()));
  }

  void addEdges(EdgeType type, int count, Block block) throws DamagedException {
    edges.get(type.index()).add(new EdgeBlock(type, count, block));
  }

  void addNodes(NodeType type, int count, Block block) throws DamagedException {
    nodes.get(type.index()).add(new NodeBlock(type, count, block));
  }

  /** The graph; call it once. */
  MemoryGraph graph() {
    List<int[]> numbers =
        graph.schema().nodeTypes().stream()
            .map(type -> load(graph.nodes(type), nodes.get(type.index())))
            .toList();
    for (EdgeType type : graph.schema().edgeTypes()) {
      EdgeTable table = graph.edges(type);
      List<EdgeBlock> blocks = edges.set(type.index(), List.of());
      EdgeRecords records = new EdgeRecords(type);
      IntList where = new IntArrayList(); // by number, of edges that have keys
      for (int b = 0; b < blocks.size(); b++) {
        EdgeBlock block = blocks.get(b);
        for (int i = 0; i < block.count(); i++) {
          int from = node(numbers.get(type.from().index()), block.source(i));
          int to = node(numbers.get(type.to().index()), block.target(i));
          if (from != KeyTable.NONE && to != KeyTable.NONE) {
            records.put(records.limit(), from, to, block.attributes(), i);
            if (type.keyed()) {
              where.add(b << EdgeBlock.BITS | i);
            }
          }
        }
      }
      if (table instanceof EdgeTable.Keyed keyed) {
        keyed.numbers().load(records, edge -> key(blocks, where.getInt(edge)));
      }
      table.load(records);
    }
    graph.schema().nodeTypes().forEach(type -> graph.nodes(type).forgetUnused());
    return graph;
  }

  private static String key(List<EdgeBlock> blocks, int where) {
    return blocks.get(where >>> EdgeBlock.BITS).keys().get(where & (EdgeBlock.EDGES - 1));
  }

  private static int node(int[] numbers, int old) {
    return old < numbers.length ? numbers[old] : KeyTable.NONE;
  }

  /** By the number that a node had: the one that it has; {@link KeyTable#NONE} if there is none. */
  private static int[] load(NodeTable table, List<NodeBlock> blocks) {
    int limit = 0;
    for (NodeBlock block : blocks) {
      limit = Math.max(limit, block.number(block.count() - 1) + 1);
    }
    int[] numbers = new int[limit];
    Arrays.fill(numbers, KeyTable.NONE);
    for (NodeBlock block : blocks) {
      for (int i = 0; i < block.count(); i++) {
        Row row = block.row(i);
        numbers[block.number(i)] =
            row == null ? table.findOrAdd(block.key(i)) : table.put(block.key(i), row);
      }
    }
    return numbers;
  }
}
