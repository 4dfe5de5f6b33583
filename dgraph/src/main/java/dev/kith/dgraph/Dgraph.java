package dev.kith.dgraph;

import dev.kith.graph.schema.GraphSchema;
import java.util.List;

/** Connections to the alphas of one Dgraph. Thread-safe. */
public final class Dgraph implements AutoCloseable {

  private Dgraph() {}

  /** Connects, lazily, to one or more alphas, each {@code host:port}. */
  public static Dgraph connect(List<String> alphas) {
    throw new UnsupportedOperationException(alphas.toString());
  }

  /**
   * Sees to it that Dgraph has the predicates and types that the graph needs.
   *
   * @throws DgraphException if it can't be reached, or holds one of them with another type
   */
  public void applySchema(GraphSchema schema) throws DgraphException {
    throw new UnsupportedOperationException(schema.toString());
  }

  @Override
  public void close() {}
}
