package dev.kith.bench.load;

import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Callers that ask a server as real clients do, over gRPC on loopback: each has a connection and a
 * thread of its own, waits for its answer, and sets a deadline.
 */
public record Callers(int count, long seed) {
  private static final long DEADLINE_SECONDS = 30;

  /** Lets them ask for a while. */
  public ClosedLoop.Result ask(Target target, Question question, Duration warmUp, Duration time)
      throws InterruptedException, ExecutionException {
    List<ManagedChannel> channels = new ArrayList<>();
    try {
      return new ClosedLoop(count, warmUp, time)
          .run(
              caller -> {
                ManagedChannel channel = target.connect();
                channels.add(channel);
                return call(channel, question, new SplittableRandom(seed + caller));
              });
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  /** One call; it throws if it fails. */
  public static Runnable call(ManagedChannel channel, Question question, RandomGenerator random) {
    FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
    return () -> {
      var _ =
          stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getGraphFeatures(question.next(random));
    };
  }
}
