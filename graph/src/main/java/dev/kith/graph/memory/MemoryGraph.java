package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/** The whole graph in memory: one thread applies changes, any number of threads read. */
public final class MemoryGraph implements GraphView {
  private final GraphSchema schema;

  public MemoryGraph(GraphSchema schema) {
    this.schema = schema;
  }

  /** Applies one change. One thread only. */
  public void apply(GraphChange change) {
    throw new UnsupportedOperationException(change.toString());
  }

  /** How many nodes of a type exist; stubs don't. */
  public long nodeCount(NodeType type) {
    throw new UnsupportedOperationException(type.toString());
  }

  /** How many edges of a type exist. */
  public long edgeCount(EdgeType type) {
    throw new UnsupportedOperationException(type.toString());
  }

  @Override
  public GraphSchema schema() {
    return schema;
  }

  @Override
  public int node(NodeType type, String key) {
    throw new UnsupportedOperationException(key);
  }

  @Override
  public String key(NodeType type, int node) {
    throw new UnsupportedOperationException(type.toString());
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    throw new UnsupportedOperationException(type.toString());
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    throw new UnsupportedOperationException(hop.toString());
  }
}
