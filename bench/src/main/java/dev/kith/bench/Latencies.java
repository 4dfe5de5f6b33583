package dev.kith.bench;

import dev.kith.bench.ClosedLoop.Result;
import dev.kith.bench.data.PowerLawShop;
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
public final class Latencies {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** Who is asked. */
  public record Target(String name, int port) {}

  /**
   * One measurement.
   *
   * @param set of features; empty for all
   */
  public record Measurement(String set, int callers, Target target, Result result) {}

  private final PowerLawShop shop;
  private final Duration warmUp;
  private final Duration time;

  /**
   * @param time of each measurement
   */
  public Latencies(PowerLawShop shop, Duration warmUp, Duration time) {
    this.shop = shop;
    this.warmUp = warmUp;
    this.time = time;
  }

  /** Asks one target, with a number of callers. */
  public Measurement measure(String set, int callers, Target target)
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

  /** What asks, each time, for the features of some user. */
  public Runnable call(ManagedChannel channel, String set, Random random) {
    FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
    return () -> {
      String user = PowerLawShop.user(random.nextInt(shop.users()));
      GetGraphFeaturesRequest request =
          GetGraphFeaturesRequest.newBuilder().setUserId(user).setFeatureSet(set).build();
      var _ =
          stub.withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS).getGraphFeatures(request);
    };
  }

  /** One answer. */
  public static GetGraphFeaturesResponse ask(Target target, GetGraphFeaturesRequest request) {
    ManagedChannel channel = connect(target);
    try {
      return FeatureStoreServiceGrpc.newBlockingStub(channel).getGraphFeatures(request);
    } finally {
      channel.shutdownNow();
    }
  }

  public static ManagedChannel connect(Target target) {
    return NettyChannelBuilder.forAddress("127.0.0.1", target.port())
        .usePlaintext()
        .directExecutor()
        .build();
  }
}
