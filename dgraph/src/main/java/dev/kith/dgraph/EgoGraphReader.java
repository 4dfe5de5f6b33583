package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.GraphSchema;
import java.time.Duration;

/** Reads the graph around one node from Dgraph, in one query. Thread-safe. */
public final class EgoGraphReader {

  public EgoGraphReader(Dgraph dgraph, GraphSchema schema) {
    throw new UnsupportedOperationException("" + schema);
  }

  /** A view that holds what {@code shape} names around the node of that key. */
  public GraphView read(EgoShape shape, String key, Duration timeout) throws DgraphException {
    throw new UnsupportedOperationException("" + shape + key + timeout);
  }
}
