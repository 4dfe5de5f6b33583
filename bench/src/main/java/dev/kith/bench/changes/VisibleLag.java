package dev.kith.bench.changes;

import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.load.Target;
import dev.kith.bench.rig.GraphTopic;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a change takes until an answer shows it: again and again a user's purchase comes and
 * goes, and she is asked about until it is there, and gone. The time is from when the change is
 * given to Kafka's producer, a little before it is appended, so no less than from there. On a
 * thread of its own, from {@link #start} to {@link #close}.
 */
final class VisibleLag implements AutoCloseable {
  private static final String USER = "probe";
  private static final String PURCHASE = "probe-purchase";
  private static final String FEATURE = "purchase_count_1h";
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChangeSink changes;
  private final ManagedChannel channel;
  private final FeatureStoreServiceBlockingStub stub;
  private final List<Sample> millis = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("bench-probe").unstarted(this::run);
  private volatile boolean stopped;
  private volatile String failure = "";

  private VisibleLag(GraphTopic topic, GraphSchema schema, Target target) {
    this.changes = new ChangeSink(schema, topic::sendNow);
    this.channel = target.connect();
    this.stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
  }

  static VisibleLag start(GraphTopic topic, GraphSchema schema, Target target) {
    VisibleLag probe = new VisibleLag(topic, schema, target);
    probe.thread.start();
    return probe;
  }

  private void run() {
    changes.user(USER, 30, "nowhere", now());
    try {
      while (!stopped) {
        time(() -> changes.purchase(PURCHASE, USER, "p0", 1, 100, now()), 1);
        time(() -> changes.returned(PURCHASE), 0);
      }
    } catch (RuntimeException e) {
      failure = e.toString();
    }
  }

  private void time(Runnable change, int expected) {
    long began = System.nanoTime();
    change.run();
    while (purchases() != expected) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException("a change is not seen after " + PATIENCE);
      }
    }
    add(new Sample(began, (System.nanoTime() - began) / 1e6));
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** What answers say; -1 while they don't know the user. */
  private double purchases() {
    GetGraphFeaturesRequest request =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(USER)
            .addFeatureNames(FEATURE)
            .setDefaultUnknown(true)
            .build();
    return stub.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .getGraphFeatures(request)
        .getFeatures()
        .getFieldsOrThrow(FEATURE)
        .getNumberValue();
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private synchronized void add(Sample sample) {
    millis.add(sample);
  }

  /** In milliseconds, each at the time at which the change was made. */
  synchronized List<Sample> millis() {
    if (!failure.isEmpty()) {
      throw new IllegalStateException(failure);
    }
    return List.copyOf(millis);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
  }
}
