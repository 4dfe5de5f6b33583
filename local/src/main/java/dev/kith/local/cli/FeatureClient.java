package dev.kith.local.cli;

import dev.kith.proto.v1.ExplainGraphFeaturesRequest;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a serving Kith, without TLS. */
final class FeatureClient implements AutoCloseable {
  private final ManagedChannel channel;

  /**
   * @param address {@code host:port}
   */
  FeatureClient(String address) {
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
  }

  /**
   * One user's features.
   *
   * @throws StatusRuntimeException with the code that it failed with
   */
  GetGraphFeaturesResponse get(GetGraphFeaturesRequest request, Duration timeout) {
    return FeatureStoreServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .getGraphFeatures(request);
  }

  /**
   * Why one user's feature has its value.
   *
   * @throws StatusRuntimeException with the code that it failed with
   */
  ExplainGraphFeaturesResponse explain(ExplainGraphFeaturesRequest request, Duration timeout) {
    return FeatureStoreServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .explainGraphFeatures(request);
  }

  /**
   * What a features.yaml would change and cost.
   *
   * @throws StatusRuntimeException with the code that it failed with
   */
  PlanFeaturesResponse plan(PlanFeaturesRequest request, Duration timeout) {
    return FeatureStoreServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .planFeatures(request);
  }

  /** What to tell if a call failed because nothing listens there; else empty. */
  static Optional<String> unreachable(StatusRuntimeException e, String address) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return Optional.of(
            "UNAVAILABLE: nothing answers at " + address + ". Is Kith up? (./kith up)");
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
