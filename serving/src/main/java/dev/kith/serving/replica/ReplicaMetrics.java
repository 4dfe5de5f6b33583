package dev.kith.serving.replica;

import dev.kith.admin.Freshness;
import dev.kith.admin.Rate;
import dev.kith.graph.change.Watermark;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how the replica follows the topic, over all its lives. Thread-safe. */
public final class ReplicaMetrics {
  private static final Duration SAMPLE = Duration.ofSeconds(2);

  private final Counter applied;
  private final Counter unknown;
  private final Counter malformed;
  private final Counter lost;
  private final DistributionSummary sizes;
  private final Timer durations;
  private final Freshness freshness = new Freshness(InstantSource.system());
  private final Rate rate = new Rate(System::nanoTime);
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private long sampled = System.nanoTime();

  public ReplicaMetrics(MeterRegistry registry) {
    applied = changes(registry, "applied");
    unknown = changes(registry, "unknown_type");
    malformed = changes(registry, "malformed");
    lost =
        Counter.builder("kith.replica.lost")
            .description("Times that the replica began again with an empty graph")
            .register(registry);
    sizes =
        DistributionSummary.builder("kith.replica.batch.records")
            .description("Changes applied at a time")
            .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
            .register(registry);
    durations =
        Timer.builder("kith.replica.batch")
            .description("Time to apply them")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1))
            .register(registry);
    freshness.bindTo(registry, "kith.replica");
  }

  private static Counter changes(MeterRegistry registry, String outcome) {
    return Counter.builder("kith.replica.changes")
        .description("Changes that the replica read, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  void applied(long timestamp) {
    applied.increment();
    freshness.applied(timestamp);
  }

  void unknownType() {
    unknown.increment();
  }

  void malformed() {
    malformed.increment();
  }

  /** It begins again: nothing is applied yet. */
  void lost() {
    lost.increment();
    positions.clear();
    freshness.unknown();
    freshness.asOfUnknown();
  }

  /** What certainly is in the graph now. */
  void asOf(Optional<Watermark> watermark) {
    watermark.ifPresentOrElse(w -> freshness.asOf(w.asOf()), freshness::asOfUnknown);
  }

  /** A poll's records were applied. */
  void batch(int records, Duration took) {
    if (records > 0) {
      sizes.record(records);
      durations.record(took);
    }
    long now = System.nanoTime();
    if (now - sampled >= SAMPLE.toNanos()) {
      sampled = now;
      rate.sample((long) applied.count());
    }
  }

  /** The next offset of a partition to be applied. */
  void reached(int partition, long position) {
    positions.put(partition, position);
  }

  public Freshness freshness() {
    return freshness;
  }

  public Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  /** Changes applied, since the start. */
  public long applied() {
    return (long) applied.count();
  }

  /** Changes applied a second, over the last minute. */
  public double perSecond() {
    return rate.perSecond();
  }

  /** Records that could not be read, since the start. */
  public long malformedRecords() {
    return (long) malformed.count();
  }
}
