package dev.kith.features.evaluation;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/** A graph without anything. */
record EmptyView(GraphSchema schema) implements GraphView {
  @Override
  public int node(NodeType type, String key) {
    return NO_NODE;
  }

  @Override
  public String key(NodeType type, int node) {
    throw new IllegalStateException("there is no node");
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    throw new IllegalStateException("there is no edge");
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return null;
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    return Adjacency.EMPTY;
  }
}
