package dev.kith.pipeline.demo;

import com.google.protobuf.Value;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a user's features again and again, and tells what has changed since the answer before.
 * On a thread of its own, until it is closed.
 */
final class FeatureWatch implements AutoCloseable {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int DEADLINE_SECONDS = 10;

  /** They change while nothing happens. */
  private static final Set<String> OF_THE_CLOCK =
      Set.of("account_age_days", "seconds_since_last_purchase", "influence_score_30d");

  private final String name;
  private final Narrator narrator;
  private final ManagedChannel channel;
  private final GetGraphFeaturesRequest request;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopped;

  private FeatureWatch(String name, String address, String user, Narrator narrator) {
    this.name = name;
    this.narrator = narrator;
    this.channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    this.request =
        GetGraphFeaturesRequest.newBuilder().setUserId(user).setDefaultUnknown(true).build();
    this.thread = Thread.ofPlatform().name("watch-" + name).unstarted(this::run);
  }

  /**
   * Begins.
   *
   * @param name what the narrator calls it
   * @param address {@code host:port} of a serving
   */
  static FeatureWatch start(String name, String address, String user, Narrator narrator) {
    FeatureWatch watch = new FeatureWatch(name, address, user, narrator);
    watch.thread.start();
    return watch;
  }

  private void run() {
    FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
    Map<String, Value> before = Map.of();
    while (!stopped) {
      try {
        Map<String, Value> now =
            stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getGraphFeatures(request)
                .getFeatures()
                .getFieldsMap();
        long at = System.nanoTime();
        String changes = before.isEmpty() ? "" : changes(before, now);
        if (!changes.isEmpty()) {
          narrator.tell(at, name, changes);
        }
        before = now;
        asked.release();
        LockSupport.parkNanos(PAUSE);
      } catch (StatusRuntimeException e) {
        if (!stopped) {
          narrator.tell(System.nanoTime(), name, e.getStatus().toString());
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
      }
    }
  }

  private static String changes(Map<String, Value> before, Map<String, Value> now) {
    return new TreeMap<>(now)
        .entrySet().stream()
            .filter(feature -> !OF_THE_CLOCK.contains(feature.getKey()))
            .filter(feature -> !feature.getValue().equals(before.get(feature.getKey())))
            .map(
                feature ->
                    feature.getKey()
                        + " "
                        + text(before.get(feature.getKey()))
                        + " → "
                        + text(feature.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String text(@Nullable Value value) {
    if (value == null) {
      return "null";
    }
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> Double.toString(value.getNumberValue()).replaceFirst("\\.0$", "");
      case STRING_VALUE -> value.getStringValue();
      default -> "null";
    };
  }

  /** Waits until an answer has come that was asked for after this was called. */
  void awaitAsked() throws InterruptedException {
    asked.drainPermits();
    // The first may have been under way.
    asked.acquire(2);
  }

  @Override
  public void close() {
    stopped = true;
    channel.shutdownNow();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
