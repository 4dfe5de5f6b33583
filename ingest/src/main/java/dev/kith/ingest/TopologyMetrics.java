package dev.kith.ingest;

import dev.kith.admin.Freshness;
import dev.kith.admin.Rate;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.topology.TopologyListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what becomes of the records of the CDC topics. Thread-safe. */
final class TopologyMetrics implements TopologyListener {

  private record Rejected(String topic, Reason reason) {}

  private final MeterRegistry registry;
  private final Map<String, Counter> mapped = new HashMap<>();
  private final Map<String, Counter> ignored = new HashMap<>();
  private final Map<String, Counter> taken = new HashMap<>();
  private final Map<String, Counter> redelivered = new HashMap<>();
  private final Map<Rejected, Counter> rejected = new ConcurrentHashMap<>();
  private final Freshness freshness = new Freshness(InstantSource.system());
  private final Rate rate = new Rate(System::nanoTime);

  TopologyMetrics(MeterRegistry registry, GraphSchema graph) {
    this.registry = registry;
    for (SourceTable source : graph.sources()) {
      mapped.put(source.topic(), records(source.topic(), "mapped"));
      ignored.put(source.topic(), records(source.topic(), "ignored"));
      String type = source.element().name();
      taken.put(type, changes(type, "taken"));
      redelivered.put(type, changes(type, "redelivered"));
    }
    freshness.bindTo(registry, "kith.topology");
  }

  private Counter records(String topic, String outcome) {
    return Counter.builder("kith.topology.records")
        .description("Records of the CDC topics, by what became of them")
        .tags("topic", topic, "outcome", outcome)
        .register(registry);
  }

  private Counter changes(String type, String outcome) {
    return Counter.builder("kith.topology.changes")
        .description("Changes of rows that came to their elements: taken, or re-delivered")
        .tags("type", type, "outcome", outcome)
        .register(registry);
  }

  @Override
  public void mapped(String topic) {
    increment(mapped, topic);
  }

  @Override
  public void ignored(String topic) {
    increment(ignored, topic);
  }

  @Override
  public void rejected(String topic, Reason why) {
    // A replay may name any topic.
    String label = mapped.containsKey(topic) || topic.equals(Topics.REPLAYS) ? topic : "other";
    rejected
        .computeIfAbsent(
            new Rejected(label, why),
            key ->
                Counter.builder("kith.dead.letters")
                    .description("Records that went to the dead letters")
                    .tags("topic", label, "reason", why.name())
                    .register(registry))
        .increment();
  }

  @Override
  public void ordered(ElementType type, boolean isTaken, long timestamp) {
    increment(isTaken ? taken : redelivered, type.name());
    freshness.applied(timestamp);
  }

  /**
   * All that had reached the CDC topics at a time is on the way to be put in order; empty if
   * another process is to tell.
   */
  void sent(Optional<Watermark> watermark) {
    watermark.ifPresentOrElse(w -> freshness.asOf(w.asOf()), freshness::asOfUnknown);
  }

  private static void increment(Map<String, Counter> counters, String of) {
    Counter counter = counters.get(of);
    if (counter != null) {
      counter.increment();
    }
  }

  Freshness freshness() {
    return freshness;
  }

  /** To be called every few seconds. */
  void sample() {
    rate.sample(sum(taken));
  }

  IngestStatus.Records records() {
    return new IngestStatus.Records(
        sum(mapped), sum(ignored), sum(rejected), sum(taken), sum(redelivered), rate.perSecond());
  }

  /** Since the start, the most first. */
  List<IngestStatus.DeadLetters> deadLetters() {
    return rejected.entrySet().stream()
        .map(
            entry ->
                new IngestStatus.DeadLetters(
                    entry.getKey().topic(),
                    entry.getKey().reason().name(),
                    (long) entry.getValue().count()))
        .sorted(Comparator.comparingLong(IngestStatus.DeadLetters::count).reversed())
        .toList();
  }

  private static long sum(Map<?, Counter> counters) {
    return (long) counters.values().stream().mapToDouble(Counter::count).sum();
  }
}
