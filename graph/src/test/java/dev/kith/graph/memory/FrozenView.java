package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view of another that goes on showing one list as it was, and the keys of its nodes. */
final class FrozenView implements GraphView {
  private final GraphView view;
  private final Adjacency edges;
  private final Map<Integer, String> keys = new HashMap<>();

  FrozenView(GraphView view, Hop hop, int node) {
    this.view = view;
    this.edges = view.edges(hop, node);
    for (int i = 0; i < edges.size(); i++) {
      int neighbour = edges.neighbour(i);
      keys.put(neighbour, view.key(hop.target(), neighbour));
    }
  }

  @Override
  public GraphSchema schema() {
    return view.schema();
  }

  @Override
  public int node(NodeType type, String key) {
    return view.node(type, key);
  }

  @Override
  public String key(NodeType type, int node) {
    return keys.getOrDefault(node, "");
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    return view.edgeKey(type, edge);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return view.row(type, node);
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    return edges;
  }
}
