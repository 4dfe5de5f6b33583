package dev.kith.bench.writer;

import io.dgraph.DgraphGrpc;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Map;

/** A plain connection to a Dgraph: one client that waits for each answer. */
final class Alpha implements AutoCloseable {
  private final ManagedChannel channel;
  private final DgraphGrpc.DgraphBlockingStub stub;

  /**
   * @param address {@code host:port}
   */
  Alpha(String address) {
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    stub = DgraphGrpc.newBlockingStub(channel);
  }

  /** Runs a query, if there is one, and a mutation, in one transaction. */
  Response commit(String query, Map<String, String> variables, Mutation mutation) {
    return stub.query(
        Request.newBuilder()
            .setQuery(query)
            .putAllVars(variables)
            .addMutations(mutation)
            .setCommitNow(true)
            .build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
