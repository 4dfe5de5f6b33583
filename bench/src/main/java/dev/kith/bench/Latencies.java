package dev.kith.bench;

import dev.kith.bench.ClosedLoop.Result;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks servers for the features of users at random, as real clients do: over gRPC on loopback, a
 * connection a caller, a deadline a call.
 */
final class Latencies {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Who is asked. */
  record Target(String name, int port) {}

  /**
   * One measurement.
   *
   * @param set of features; empty for all
   */
  record Measurement(String set, int callers, Target target, Result result) {}

  private final PowerLawShop shop;
  private final Duration warmUp;
  private final Duration time;

  /**
   * @param time of each measurement
   */
  Latencies(PowerLawShop shop, Duration warmUp, Duration time) {
    this.shop = shop;
    this.warmUp = warmUp;
    this.time = time;
  }

  /** Asks one target, with a number of callers. */
  Measurement measure(String set, int callers, Target target)
      throws InterruptedException, ExecutionException {
    List<ManagedChannel> channels = new ArrayList<>();
    try {
      Result result =
          new ClosedLoop(callers, warmUp, time)
              .run(
                  caller -> {
                    ManagedChannel channel = connect(target);
                    channels.add(channel);
                    return call(channel, set, new Random(shop.seed() + caller));
                  });
      return new Measurement(set, callers, target, result);
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private Runnable call(ManagedChannel channel, String set, Random random) {
    FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
    GetGraphFeaturesRequest.Builder request = GetGraphFeaturesRequest.newBuilder();
    return () -> {
      String user = PowerLawShop.user(random.nextInt(shop.users()));
      var _ =
          stub.withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS)
              .getGraphFeatures(request.setUserId(user).setFeatureSet(set).build());
    };
  }

  /** One answer. */
  static GetGraphFeaturesResponse ask(Target target, GetGraphFeaturesRequest request) {
    ManagedChannel channel = connect(target);
    try {
      return FeatureStoreServiceGrpc.newBlockingStub(channel).getGraphFeatures(request);
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel connect(Target target) {
    return NettyChannelBuilder.forAddress("127.0.0.1", target.port())
        .usePlaintext()
        .directExecutor()
        .build();
  }
}
