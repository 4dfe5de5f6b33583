package dev.kith.serving.turn;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** How many requests to one source wait, run, and are refused. Thread-safe. */
public final class TurnMetrics {

  /** Some that wait, and run. */
  interface Turns {
    int waiting();

    int running();

    /** How many may wait now. */
    int limit();
  }

  private final List<Turns> all = new CopyOnWriteArrayList<>();
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

  /**
   * @param source as answers name it
   */
  public TurnMetrics(MeterRegistry registry, String source) {
    gauge(registry, source, "waiting", "Requests that wait for their turn", Turns::waiting);
    gauge(registry, source, "running", "Requests that are answered just now", Turns::running);
    gauge(registry, source, "limit", "Requests that may wait for their turn now", Turns::limit);
    for (Refusal why : Refusal.values()) {
      refused.put(
          why,
          Counter.builder("kith.requests.refused")
              .description("Requests that were refused since too many came")
              .tags("source", source, "reason", why.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  private void gauge(
      MeterRegistry registry,
      String source,
      String name,
      String description,
      ToIntFunction<Turns> value) {
    Gauge.builder("kith.requests." + name, all, list -> list.stream().mapToInt(value).sum())
        .description(description)
        .tag("source", source)
        .strongReference(true)
        .register(registry);
  }

  void watch(Turns turns) {
    all.add(turns);
  }

  void refuse(Task task, Refusal why) {
    Objects.requireNonNull(refused.get(why)).increment();
    task.refuse(why);
  }
}
