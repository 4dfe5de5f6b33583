package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.GraphSchema;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;

/**
 * Reads the graph around one node from Dgraph, in one query, of one moment: every batch that was
 * committed before the call is in it. Thread-safe.
 */
public final class EgoGraphReader {
  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final TypeNames names;

  public EgoGraphReader(Dgraph dgraph, GraphSchema schema) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.names = new TypeNames(schema);
  }

  /** Whether Dgraph holds this graph: before that, whatever is read is empty. Blocks. */
  public boolean isThere(Duration timeout) throws DgraphException {
    return dgraph.hasSchema(schema, timeout);
  }

  /**
   * A view that holds what {@code shape} names around the node of that key; one without that node
   * if Dgraph does not know the key. Blocks, at most for {@code timeout}.
   */
  public GraphView read(EgoShape shape, String key, Duration timeout) throws DgraphException {
    Dql dql = EgoQuery.of(shape, key);
    Request request =
        Request.newBuilder()
            .setQuery(dql.text())
            .putAllVars(dql.variables())
            .setReadOnly(true) // and not best-effort, which may lag behind the writer
            .build();
    return EgoDecoder.decode(
        dgraph.query(request, Deadline.after(timeout)).getJson(), shape, schema, names);
  }
}
