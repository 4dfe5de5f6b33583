package dev.kith.dgraph;

import io.dgraph.DgraphGrpc;
import io.dgraph.DgraphProto.Check;
import io.dgraph.DgraphProto.Operation;
import io.dgraph.DgraphProto.Payload;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The connection to one alpha, made at the first call. Thread-safe; calls block. */
final class Alpha implements AutoCloseable {
  /** An ego graph of a hub may be large; this only bounds what one answer can take of the heap. */
  private static final int MAX_ANSWER_BYTES = 256 << 20;

  /**
   * A call that has been silent for so long makes the connection prove that it lives; else an alpha
   * whose machine vanished would be waited for until TCP gives up. Not shorter: Dgraph takes pings
   * in quick succession for an attack.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(5);

  private final Address address;
  private final ManagedChannel channel;

  Alpha(Address address) {
    this.address = address;
    this.channel =
        NettyChannelBuilder.forTarget("dns:///" + address)
            .usePlaintext()
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .build();
  }

  Response query(Request request, Deadline deadline) throws DgraphException {
    return call(stub -> stub.query(request), deadline);
  }

  Payload alter(Operation operation, Deadline deadline) throws DgraphException {
    return call(stub -> stub.alter(operation), deadline);
  }

  String version(Deadline deadline) throws DgraphException {
    return call(stub -> stub.checkVersion(Check.getDefaultInstance()), deadline).getTag();
  }

  /** Whether the last attempt to connect failed. Then another is made at once. */
  boolean isBroken() {
    boolean broken = channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
    if (broken) {
      channel.resetConnectBackoff();
    }
    return broken;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private <T> T call(Function<DgraphGrpc.DgraphBlockingStub, T> rpc, Deadline deadline)
      throws DgraphException {
    try {
      return rpc.apply(
          DgraphGrpc.newBlockingStub(channel)
              .withDeadlineAfter(deadline.remainingNanos(), TimeUnit.NANOSECONDS));
    } catch (StatusRuntimeException e) {
      throw Failures.of(e, address);
    }
  }
}
