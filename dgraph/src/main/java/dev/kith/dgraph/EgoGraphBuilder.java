package dev.kith.dgraph;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is read. Nodes and edges are told apart by their uids in Dgraph. One may come
 * several times, with other attributes each time: it gets them all. Not thread-safe; {@link #build}
 * may be called once.
 */
final class EgoGraphBuilder {
  private final GraphSchema schema;
  private final List<NodesBuilder> nodes;

  /** By {@link EgoGraph#index}, then node. */
  private final List<Map<Integer, EdgesBuilder>> edges;

  EgoGraphBuilder(GraphSchema schema) {
    this.schema = schema;
    this.nodes = schema.nodeTypes().stream().map(NodesBuilder::new).toList();
    this.edges =
        Stream.generate(() -> (Map<Integer, EdgesBuilder>) new HashMap<Integer, EdgesBuilder>())
            .limit(2L * schema.edgeTypes().size())
            .toList();
  }

  /** The number of a node. */
  int node(NodeType type, long uid) {
    return nodes.get(type.index()).number(uid);
  }

  void key(NodeType type, int node, String key) {
    nodes.get(type.index()).keys.set(node, key);
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

  /** The edge of a node by the uid of its record, or, without one, of the node at its far end. */
  Edge edge(Branch branch, int from, long uid) {
    return edgesOf(branch, from).byUid.computeIfAbsent(uid, u -> new Edge(branch.hop().edge()));
  }

  /** The uids of the nodes of a type. */
  LongStream uids(NodeType type) {
    return nodes.get(type.index()).uids.stream().mapToLong(uid -> uid);
  }

  /**
   * Builds.
   *
   * @param rows of nodes that were not read; learns the keys that were
   */
  EgoGraph build(RowsBeside rows) {
    List<List<String>> keys =
        schema.edgeTypes().stream().map(type -> (List<String>) new ArrayList<String>()).toList();
    return new EgoGraph(
        schema,
        nodes.stream().map(builder -> builder.build(rows)).toList(),
        keys,
        edges.stream().map(lists -> build(lists, keys)).toList());
  }

  private EdgesBuilder edgesOf(Branch branch, int from) {
    return edges
        .get(EgoGraph.index(branch.hop()))
        .computeIfAbsent(from, f -> new EdgesBuilder(branch.hop().edge()));
  }

  private static Map<Integer, Adjacency> build(
      Map<Integer, EdgesBuilder> edges, List<List<String>> keys) {
    Map<Integer, Adjacency> out = HashMap.newHashMap(edges.size());
    edges.forEach((node, builder) -> out.put(node, builder.build(keys.get(builder.type.index()))));
    return out;
  }

  /** An edge that is being read. One that leads nowhere is left out. */
  static final class Edge {
    private final EdgeType type;
    private final Row.Builder row;
    private int to = GraphView.NO_NODE;
    private String key = "";
    private long time = Adjacency.NO_TIME;

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

    /** By which edges of one time are ordered. */
    void key(String value) {
      key = value;
    }

    void time(long value) {
      time = value;
    }

    /** The event time, or {@link Adjacency#NO_TIME}. */
    long time() {
      return time;
    }
  }

  private static final class NodesBuilder {
    private final NodeType type;
    private final Map<Long, Integer> byUid = new HashMap<>();
    private final List<Long> uids = new ArrayList<>();
    private final List<@Nullable String> keys = new ArrayList<>();
    private final List<Row.Builder> rows = new ArrayList<>();
    private final BitSet existing = new BitSet();

    NodesBuilder(NodeType type) {
      this.type = type;
    }

    int number(long uid) {
      Integer known = byUid.putIfAbsent(uid, rows.size());
      if (known == null) {
        uids.add(uid);
        keys.add(null);
        rows.add(Row.builder(type));
        return rows.size() - 1;
      }
      return known;
    }

    EgoGraph.Nodes build(RowsBeside beside) {
      boolean known = beside.has(type);
      Map<String, Integer> byKey = new HashMap<>();
      List<@Nullable Row> built = new ArrayList<>(rows.size());
      for (int node = 0; node < rows.size(); node++) {
        String key = keys.get(node);
        if (key != null) {
          byKey.put(key, node);
          if (known) {
            beside.keys().learn(uids.get(node), key);
          }
        }
        if (known) {
          built.add(beside.row(type, uids.get(node)));
        } else {
          built.add(existing.get(node) ? rows.get(node).build() : null);
        }
      }
      return new EgoGraph.Nodes(byKey, keys, built);
    }
  }

  private static final class EdgesBuilder {
    private final EdgeType type;
    private final List<Branch> read = new ArrayList<>(1);
    private final Map<Long, Edge> byUid = new LinkedHashMap<>();

    EdgesBuilder(EdgeType type) {
      this.type = type;
    }

    /** What a branch reads is the same each time. */
    @SuppressWarnings("ReferenceEquality") // an equal branch elsewhere may be read again
    boolean begin(Branch branch) {
      for (Branch done : read) {
        if (done == branch) {
          return false;
        }
      }
      return read.add(branch);
    }

    /**
     * Where some have keys, the list was read again since it was cut, and has whatever matters;
     * what was read before and has none is beyond the limit.
     *
     * @param keys get those of edges with keys of their own; an edge's number is its key's place
     */
    Adjacency build(List<String> keys) {
      if (byUid.isEmpty()) {
        return Adjacency.EMPTY;
      }
      boolean keyed = byUid.values().stream().anyMatch(edge -> !edge.key.isEmpty());
      boolean numbered = keyed && type.keyed();
      Adjacency.Builder out = Adjacency.builder(type, numbered);
      for (Edge edge : byUid.values()) {
        if (edge.to != GraphView.NO_NODE && (!keyed || !edge.key.isEmpty())) {
          out.add(edge.to, numbered ? keys.size() : edge.to, edge.key, edge.row.build());
          if (numbered) {
            keys.add(edge.key);
          }
        }
      }
      return out.build();
    }
  }
}
