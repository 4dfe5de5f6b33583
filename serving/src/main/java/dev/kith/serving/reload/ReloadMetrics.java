package dev.kith.serving.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of changes of a features.yaml. Thread-safe. */
final class ReloadMetrics {
  private final Counter taken;
  private final Counter refused;
  private volatile boolean isRefused;

  ReloadMetrics(MeterRegistry registry) {
    taken = reloads(registry, "taken");
    refused = reloads(registry, "refused");
    Gauge.builder("kith.features.refused", this, metrics -> metrics.isRefused ? 1 : 0)
        .description("1 while the features.yaml can't be used, and an earlier one is served")
        .strongReference(true)
        .register(registry);
  }

  private static Counter reloads(MeterRegistry registry, String result) {
    return Counter.builder("kith.features.reloads")
        .description("Changes of the features.yaml, by what became of them")
        .tag("result", result)
        .register(registry);
  }

  void taken() {
    taken.increment();
    isRefused = false;
  }

  void refused() {
    refused.increment();
    isRefused = true;
  }

  /** The file is what is served. */
  void same() {
    isRefused = false;
  }
}
