package dev.kith.ingest;

import dev.kith.admin.Freshness;
import dev.kith.admin.Rate;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.ingest.write.WriterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts how the writing to Dgraph goes. Thread-safe. */
final class WriterMetrics implements WriterListener {
  private final DistributionSummary sizes;
  private final Timer durations;
  private final Counter outages;
  private final Map<Kind, Counter> retries = new EnumMap<>(Kind.class);
  private final Freshness freshness = new Freshness(InstantSource.system());
  private final Rate rate = new Rate(System::nanoTime);
  private final Map<Integer, Long> asOf = new ConcurrentHashMap<>();
  private volatile boolean away;

  WriterMetrics(MeterRegistry registry) {
    sizes =
        DistributionSummary.builder("kith.writer.batch.records")
            .description("Changes a batch")
            .serviceLevelObjectives(1, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000)
            .register(registry);
    durations =
        Timer.builder("kith.writer.batch")
            .description("Time from the first attempt to write a batch until Dgraph held it")
            .serviceLevelObjectives(
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(registry);
    outages =
        Counter.builder("kith.writer.outages")
            .description("Times that Dgraph stopped answering")
            .register(registry);
    for (Kind why : Kind.values()) {
      if (why != Kind.REFUSED) { // which ends the writing
        retries.put(
            why,
            Counter.builder("kith.writer.retries")
                .description("Requests that were sent again, by why")
                .tag("reason", why.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
    }
    Gauge.builder("kith.writer.outage", this, writer -> writer.away ? 1 : 0)
        .description("1 while Dgraph does not answer")
        .strongReference(true)
        .register(registry);
    freshness.bindTo(registry, "kith.writer");
  }

  @Override
  public void committed(Commit commit) {
    if (commit.records() > 0) {
      sizes.record(commit.records());
      durations.record(commit.took());
    }
    commit.newest().ifPresent(freshness::applied);
    commit
        .watermark()
        .ifPresent(
            watermark -> {
              asOf.put(commit.partition(), watermark.asOf());
              asOf.values().stream().min(Long::compare).ifPresent(freshness::asOf);
            });
  }

  /** The partitions that this process has now. */
  void has(Set<Integer> partitions) {
    asOf.keySet().retainAll(partitions);
  }

  @Override
  public void retried(int partition, Kind why) {
    Counter counter = retries.get(why);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void outageBegan() {
    away = true;
    outages.increment();
  }

  @Override
  public void outageEnded() {
    away = false;
  }

  boolean isAway() {
    return away;
  }

  Freshness freshness() {
    return freshness;
  }

  /** To be called every few seconds. */
  void sample() {
    rate.sample((long) sizes.totalAmount());
  }

  IngestStatus.Batches batches() {
    return new IngestStatus.Batches(
        durations.count(),
        (long) sizes.totalAmount(),
        sizes.mean(),
        durations.mean(TimeUnit.MILLISECONDS),
        count(Kind.ABORTED),
        count(Kind.UNAVAILABLE) + count(Kind.DEADLINE_EXCEEDED),
        (long) outages.count(),
        rate.perSecond());
  }

  private long count(Kind why) {
    Counter counter = retries.get(why);
    return counter == null ? 0 : (long) counter.count();
  }
}
