package dev.kith.dgraph;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The graph around one node as it was read at one moment, and nothing else. Immutable. */
final class EgoGraph implements GraphView {

  /**
   * The nodes of one type.
   *
   * @param keys by number; null where it was not read
   * @param rows by number; null for a stub
   */
  record Nodes(Map<String, Integer> byKey, List<@Nullable String> keys, List<@Nullable Row> rows) {}

  private final GraphSchema schema;
  private final List<Nodes> nodes;

  /** By type of edge, then number: the keys that were read. */
  private final List<List<String>> edgeKeys;

  /** By {@link #index(Hop)}, then node. */
  private final List<Map<Integer, Adjacency>> edges;

  EgoGraph(
      GraphSchema schema,
      List<Nodes> nodes,
      List<List<String>> edgeKeys,
      List<Map<Integer, Adjacency>> edges) {
    this.schema = schema;
    this.nodes = nodes;
    this.edgeKeys = edgeKeys;
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
    String key = nodes.get(type.index()).keys().get(node);
    if (key == null) {
      throw new IllegalStateException("the key was not read: the shape is not whole");
    }
    return key;
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    List<String> keys = edgeKeys.get(type.index());
    if (keys.isEmpty()) {
      throw new IllegalStateException("the keys were not read: the shape is not whole");
    }
    return keys.get(edge);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return nodes.get(type.index()).rows().get(node);
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    return edges.get(index(hop)).getOrDefault(node, Adjacency.EMPTY);
  }

  static int index(Hop hop) {
    return 2 * hop.edge().index() + (hop.forward() ? 0 : 1);
  }
}
