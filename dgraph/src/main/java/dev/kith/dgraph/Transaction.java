package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import io.dgraph.DgraphProto.TxnContext;
import java.util.List;
import java.util.Map;

/**
 * A transaction: queries, which all see the moment of the first one, then one mutation, which
 * commits. Dgraph aborts it if anybody wrote, since that moment, what it writes; what it only read
 * does not matter. One that is not committed leaves nothing behind. Not thread-safe.
 */
final class Transaction {
  private final Alpha alpha;
  private final Deadline deadline;
  private TxnContext context = TxnContext.getDefaultInstance();

  Transaction(Alpha alpha, Deadline deadline) {
    this.alpha = alpha;
    this.deadline = deadline;
  }

  /** Runs a query and gives its answer as JSON. */
  ByteString query(Dql dql) throws DgraphException {
    Response response =
        alpha.query(request().setQuery(dql.text()).putAllVars(dql.variables()).build(), deadline);
    context = response.getTxn();
    return response.getJson();
  }

  /**
   * Writes and commits.
   *
   * @return the uids of the blank nodes ({@code _:x}) by their names ({@code x})
   */
  Map<String, String> commit(Quads quads) throws DgraphException {
    Mutation mutation =
        Mutation.newBuilder().addAllSet(quads.set()).addAllDel(quads.deleted()).build();
    return alpha
        .query(request().addMutations(mutation).setCommitNow(true).build(), deadline)
        .getUidsMap();
  }

  /**
   * Asks, writes what depends on the answer, and commits, in one request: nobody waits for us in
   * between, so little can come in our way.
   */
  Response upsert(Dql dql, List<Mutation> conditional) throws DgraphException {
    return alpha.query(
        request()
            .setQuery(dql.text())
            .putAllVars(dql.variables())
            .addAllMutations(conditional)
            .setCommitNow(true)
            .build(),
        deadline);
  }

  private Request.Builder request() {
    return Request.newBuilder().setStartTs(context.getStartTs()).setHash(context.getHash());
  }
}
