package dev.kith.serving.snapshot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Counts what becomes of snapshots. Thread-safe. */
public final class SnapshotMetrics {
  private final InstantSource clock;
  private final Counter written;
  private final Counter failed;
  private final Counter read;
  private final Counter refused;
  private volatile Optional<Instant> newest = Optional.empty();
  private volatile double bytes = Double.NaN;

  public SnapshotMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    written = outcome(registry, "written");
    failed = outcome(registry, "failed");
    read = outcome(registry, "read");
    refused = outcome(registry, "refused");
    Gauge.builder("kith.replica.snapshot.age.seconds", this, SnapshotMetrics::age)
        .description("Age of the newest snapshot of this process")
        .strongReference(true)
        .register(registry);
    Gauge.builder("kith.replica.snapshot.bytes", this, metrics -> metrics.bytes)
        .description("Size of the newest snapshot of this process")
        .strongReference(true)
        .register(registry);
  }

  private static Counter outcome(MeterRegistry registry, String outcome) {
    return Counter.builder("kith.replica.snapshots")
        .description("Snapshots of the replica, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  void written(Instant takenAt, long size) {
    written.increment();
    is(takenAt, size);
  }

  void failed() {
    failed.increment();
  }

  void read(Instant takenAt, long size) {
    read.increment();
    is(takenAt, size);
  }

  void refused() {
    refused.increment();
  }

  private void is(Instant takenAt, long size) {
    newest = Optional.of(takenAt);
    bytes = size;
  }

  private double age() {
    return newest
        .map(taken -> Duration.between(taken, clock.instant()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }
}
