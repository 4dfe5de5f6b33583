package dev.kith.dgraph;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The graph around one node as it was read at one moment, and nothing else. Immutable. */
final class EgoGraph implements GraphView {

  /** The nodes of one type; those that are not stubs have a row. */
  private record Nodes(Map<String, Integer> byKey, List<String> keys, Map<Integer, Row> rows) {}

  private final GraphSchema schema;
  private final List<Nodes> nodes;

  /** By {@link #index(Hop)}, then node. */
  private final List<Map<Integer, Adjacency>> edges;

  private EgoGraph(GraphSchema schema, List<Nodes> nodes, List<Map<Integer, Adjacency>> edges) {
    this.schema = schema;
    this.nodes = nodes;
    this.edges = edges;
  }

  @Override
  public GraphSchema schema() {
    return schema;
  }

  @Override
  public int node(NodeType type, String key) {
    return nodes.get(type.index()).byKey().getOrDefault(key, NO_NODE);
  }

  @Override
  public String key(NodeType type, int node) {
    return nodes.get(type.index()).keys().get(node);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return nodes.get(type.index()).rows().get(node);
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    return edges.get(index(hop)).getOrDefault(node, Adjacency.EMPTY);
  }

  private static int index(Hop hop) {
    return 2 * hop.edge().index() + (hop.forward() ? 0 : 1);
  }

  /**
   * Collects what is read. A node or edge may come several times, with other attributes each time:
   * it gets them all. Not thread-safe; {@link #build} may be called once.
   */
  static final class Builder {
    private final GraphSchema schema;
    private final List<NodesBuilder> nodes;
    private final List<Map<Integer, EdgesBuilder>> edges;

    Builder(GraphSchema schema) {
      this.schema = schema;
      this.nodes = schema.nodeTypes().stream().map(NodesBuilder::new).toList();
      this.edges =
          Stream.generate(() -> (Map<Integer, EdgesBuilder>) new HashMap<Integer, EdgesBuilder>())
              .limit(2L * schema.edgeTypes().size())
              .toList();
    }

    /** The number of a node; a stub until it {@link #exists}. */
    int node(NodeType type, String key) {
      return nodes.get(type.index()).number(key);
    }

    void exists(NodeType type, int node) {
      nodes.get(type.index()).existing.set(node);
    }

    /** The row of a node, to be filled. */
    Row.Builder row(NodeType type, int node) {
      return nodes.get(type.index()).rows.get(node);
    }

    /** Whether a branch from a node is to be read: it has not been yet. */
    boolean begin(Branch branch, int from) {
      return edgesOf(branch, from).begin(branch);
    }

    /** An edge, to be filled, by its key (of a pair: the key of the other end). */
    Edge edge(Branch branch, int from, String key) {
      return edgesOf(branch, from).byKey.computeIfAbsent(key, k -> new Edge(branch.hop().edge()));
    }

    EgoGraph build() {
      return new EgoGraph(
          schema,
          nodes.stream().map(NodesBuilder::build).toList(),
          edges.stream().map(Builder::build).toList());
    }

    private EdgesBuilder edgesOf(Branch branch, int from) {
      return edges.get(index(branch.hop())).computeIfAbsent(from, f -> new EdgesBuilder());
    }

    private static Map<Integer, Adjacency> build(Map<Integer, EdgesBuilder> edges) {
      Map<Integer, Adjacency> out = HashMap.newHashMap(edges.size());
      edges.forEach((node, builder) -> out.put(node, builder.build()));
      return out;
    }

    /** An edge that is being read. One that leads nowhere is left out. */
    static final class Edge {
      private final EdgeType type;
      private final Row.Builder row;
      private int to = NO_NODE;

      private Edge(EdgeType type) {
        this.type = type;
        this.row = Row.builder(type);
      }

      EdgeType type() {
        return type;
      }

      Row.Builder row() {
        return row;
      }

      void leadTo(int node) {
        to = node;
      }
    }

    private static final class NodesBuilder {
      private final NodeType type;
      private final Map<String, Integer> byKey = new HashMap<>();
      private final List<String> keys = new ArrayList<>();
      private final List<Row.Builder> rows = new ArrayList<>();
      private final BitSet existing = new BitSet();

      NodesBuilder(NodeType type) {
        this.type = type;
      }

      int number(String key) {
        Integer known = byKey.putIfAbsent(key, keys.size());
        if (known == null) {
          keys.add(key);
          rows.add(Row.builder(type));
          return keys.size() - 1;
        }
        return known;
      }

      Nodes build() {
        Map<Integer, Row> built = HashMap.newHashMap(existing.cardinality());
        existing.stream().forEach(node -> built.put(node, rows.get(node).build()));
        return new Nodes(byKey, keys, built);
      }
    }

    private static final class EdgesBuilder {
      private final List<Branch> read = new ArrayList<>(1);
      private final Map<String, Edge> byKey = new LinkedHashMap<>();

      /** The answer to one query is of one moment, so what a branch reads is the same each time. */
      @SuppressWarnings("ReferenceEquality") // an equal branch elsewhere may be read again
      boolean begin(Branch branch) {
        for (Branch done : read) {
          if (done == branch) {
            return false;
          }
        }
        return read.add(branch);
      }

      Adjacency build() {
        if (byKey.isEmpty()) {
          return Adjacency.EMPTY;
        }
        Adjacency.Builder out = Adjacency.builder(byKey.values().iterator().next().type());
        byKey.forEach(
            (key, edge) -> {
              if (edge.to != NO_NODE) {
                out.add(edge.to, key, edge.row.build());
              }
            });
        return out.build();
      }
    }
  }
}
