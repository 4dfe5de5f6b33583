package dev.kith.dgraph;

import dev.kith.graph.schema.GraphSchema;
import io.dgraph.DgraphProto.Operation;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections to the alphas of one Dgraph. Calls go to them in turn; one that does not answer is
 * passed over. Every method blocks its caller, at most for its timeout. Thread-safe.
 */
public final class Dgraph implements AutoCloseable {
  private static final Duration SCHEMA_TIMEOUT = Duration.ofMinutes(1);

  private final List<Alpha> alphas;
  private final AtomicInteger turn = new AtomicInteger();

  private Dgraph(List<Alpha> alphas) {
    this.alphas = alphas;
  }

  /**
   * Connects, at the first call, to one or more alphas.
   *
   * @param alphas each {@code host:port} of its gRPC
   * @throws IllegalArgumentException if one is not, or there is none
   */
  public static Dgraph connect(List<String> alphas) {
    if (alphas.isEmpty()) {
      throw new IllegalArgumentException("no alpha is named");
    }
    List<Address> addresses = alphas.stream().map(Address::parse).toList();
    return new Dgraph(addresses.stream().map(Alpha::new).toList());
  }

  /** Whether {@link #connect} takes it: {@code host:port}. */
  public static boolean isAddress(String alpha) {
    try {
      Address.parse(alpha);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The version of Dgraph that answers, to see that one does. */
  public String version(Duration timeout) throws DgraphException {
    return onAnyAlpha(Alpha::version, Deadline.after(timeout));
  }

  /**
   * Sees to it that Dgraph has the predicates and types that the graph needs. What else it has
   * stays as it is: other predicates, more indexes on ours, more fields of our types.
   *
   * @throws DgraphException if it can't be reached; of kind REFUSED if it holds one of the
   *     predicates with another type
   */
  public void applySchema(GraphSchema schema) throws DgraphException {
    Deadline deadline = Deadline.after(SCHEMA_TIMEOUT);
    String changes = missing(schema, deadline);
    if (!changes.isEmpty()) {
      alter(Operation.newBuilder().setSchema(changes).build(), deadline);
    }
  }

  /**
   * Whether Dgraph has all that {@link #applySchema} gives it. Without, a query finds nothing, and
   * does not say why.
   *
   * @throws DgraphException if it can't be reached; of kind REFUSED if it holds one of the
   *     predicates with another type
   */
  public boolean hasSchema(GraphSchema schema, Duration timeout) throws DgraphException {
    return missing(schema, Deadline.after(timeout)).isEmpty();
  }

  /** Removes everything from Dgraph, also what is not ours: for tests. */
  public void dropAll() throws DgraphException {
    alter(Operation.newBuilder().setDropAll(true).build(), Deadline.after(SCHEMA_TIMEOUT));
  }

  /** Closes the connections; calls that run fail. */
  @Override
  public void close() {
    alphas.forEach(Alpha::close);
  }

  /** Runs one read-only query. */
  Response query(Request readOnly, Deadline deadline) throws DgraphException {
    return onAnyAlpha((alpha, d) -> alpha.query(readOnly, d), deadline);
  }

  /** Begins a transaction on one of the alphas. */
  Transaction begin(Deadline deadline) {
    return new Transaction(nextAlpha(), deadline);
  }

  private String missing(GraphSchema schema, Deadline deadline) throws DgraphException {
    Request whatIs = Request.newBuilder().setQuery("schema {}").setReadOnly(true).build();
    DgraphSchema present = DgraphSchema.read(query(whatIs, deadline).getJson());
    return DgraphSchema.of(schema).changesTo(present);
  }

  void alter(Operation operation, Deadline deadline) throws DgraphException {
    var _ = onAnyAlpha((alpha, d) -> alpha.alter(operation, d), deadline);
  }

  /** A call that may be made again on another alpha. */
  private interface Call<T> {
    T on(Alpha alpha, Deadline deadline) throws DgraphException;
  }

  private <T> T onAnyAlpha(Call<T> call, Deadline deadline) throws DgraphException {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.on(nextAlpha(), deadline);
      } catch (DgraphException e) {
        if (e.kind() != DgraphException.Kind.UNAVAILABLE || attempt >= alphas.size()) {
          throw e;
        }
      }
    }
  }

  /** The next whose connection is not known to be broken; if all are, the next. */
  private Alpha nextAlpha() {
    int first = turn.getAndIncrement();
    for (int i = 0; i < alphas.size(); i++) {
      Alpha alpha = alphas.get(Math.floorMod(first + i, alphas.size()));
      if (!alpha.isBroken()) {
        return alpha;
      }
    }
    return alphas.get(Math.floorMod(first, alphas.size()));
  }
}
