package dev.kith.serving.cohort;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** How well the means of cohorts are kept, over all catalogues. Thread-safe. */
public final class CohortMetrics {
  private static final long NEVER = Long.MIN_VALUE;

  private final InstantSource clock;
  private final Counter left;
  private volatile long ended = NEVER;
  private volatile double counted = Double.NaN;

  public CohortMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    Gauge.builder("kith.cohorts.round.age.seconds", this, CohortMetrics::age)
        .description("Time since a round over all users ended that the means are made of")
        .strongReference(true)
        .register(registry);
    Gauge.builder("kith.cohorts.users", this, metrics -> metrics.counted)
        .description("Users in that round")
        .strongReference(true)
        .register(registry);
    left =
        Counter.builder("kith.cohorts.changes.left")
            .description("Changes that touched too much, so that the next round has to find it")
            .register(registry);
  }

  /** A round over so many nodes has ended. */
  void round(long nodes) {
    counted = nodes;
    ended = clock.millis();
  }

  /** A change is left to the next round. */
  void left() {
    left.increment();
  }

  private double age() {
    return ended == NEVER ? Double.NaN : Math.max(0, clock.millis() - ended) / 1000.0;
  }
}
