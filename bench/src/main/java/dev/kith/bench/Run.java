package dev.kith.bench;

import com.google.protobuf.Timestamp;
import dev.kith.bench.Latencies.Measurement;
import dev.kith.bench.Latencies.Target;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import dev.kith.dgraph.Dgraph;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One run of everything that is measured, into a report.
 *
 * @param dgraph its address, if there is one
 * @param time of each measurement of latency
 * @param progress told what is being done, a line at a time
 */
record Run(
    PowerLawShop shop,
    Optional<String> dgraph,
    Duration time,
    Report report,
    Consumer<String> progress) {

  private static final List<Integer> CALLERS = List.of(1, 8);

  /** All features, and the set of a few. */
  private static final List<String> SETS = List.of("", "seed");

  private static final int COMPARED = 50;

  void measure() throws Exception {
    describe();
    try (Rig rig = Rig.start();
        Serving replica = rig.replica()) {
      stages(rig, replica);
      answers(rig, replica);
    }
  }

  private void describe() throws Exception {
    report.fact("machine", Machine.hardware());
    report.fact("JDK", Machine.jdk());
    report.fact("versions", "Kith " + Machine.kith() + ", Kafka " + Machine.kafka());
    if (dgraph.isPresent()) {
      try (Dgraph connection = Dgraph.connect(List.of(dgraph.get().split(",", -1)))) {
        report.fact("Dgraph", "version " + connection.version(Duration.ofSeconds(10)));
      }
    }
    report.fact(
        "shop",
        String.format(
            Locale.ROOT,
            "seed %d, %,d users, %,d products, %d friends and %d purchases a user on average"
                + " (power law, exponent 3), %,d rows",
            shop.seed(),
            shop.users(),
            shop.products(),
            shop.friends(),
            shop.purchases(),
            shop.size()));
  }

  private void stages(Rig rig, Serving replica) throws Exception {
    progress.accept("Publishing " + shop.size() + " row changes");
    rig.publish(shop);
    report.heading("From change events to graphs");
    Drain.columns(report);
    progress.accept("CDC topics to kith.graph-changes");
    Stages.ingest(rig, shop.size()).row(report, "CDC topics → `kith.graph-changes`");
    long changes = changesOf(rig);
    progress.accept("kith.graph-changes to the replica");
    Stages.replica(replica, changes).row(report, "`kith.graph-changes` → replica");
    Stages.awaitReady(replica);
    if (dgraph.isPresent()) {
      progress.accept("kith.graph-changes to Dgraph");
      Stages.dgraph(rig, changes, dgraph.get()).row(report, "`kith.graph-changes` → Dgraph");
    }
    report.paragraph(
        "Each stage alone, on all that the one before left (so not end to end): from when what"
            + " waits is first seen to shrink until nothing waits, by offsets, looked at every"
            + " 100 ms (replica: 20 ms). Start-up is what goes before. Broker, registry, ingest and"
            + " serving share this process, and the machine with Dgraph.");
  }

  /** All must have arrived, or the figures say nothing. */
  private long changesOf(Rig rig) throws InterruptedException, ExecutionException {
    long changes = rig.changes();
    long dead = rig.deadLetters();
    if (dead != 0 || changes < shop.size()) {
      throw new IllegalStateException(
          "of %d rows came %d changes, and %d dead letters".formatted(shop.size(), changes, dead));
    }
    return changes;
  }

  private void answers(Rig rig, Serving serving) throws Exception {
    Target replica = new Target("replica", serving.port());
    try (EchoServer server = new EchoServer(samples(replica))) {
      Target echo = new Target("echo", server.port());
      if (dgraph.isEmpty()) {
        latencies(echo, List.of(replica));
        return;
      }
      try (Serving onDgraph = rig.dgraph(dgraph.get())) {
        onDgraph.start();
        Stages.awaitReady(onDgraph);
        Target other = new Target("Dgraph", onDgraph.port());
        compare(replica, other);
        latencies(echo, List.of(replica, other));
        report.paragraph(
            "Before, replica and Dgraph gave " + COMPARED + " users the same answers.");
      }
    }
  }

  /** Answers for the echo: those of a user in the middle. */
  private Map<String, GetGraphFeaturesResponse> samples(Target replica) {
    Map<String, GetGraphFeaturesResponse> samples = new HashMap<>();
    for (String set : SETS) {
      GetGraphFeaturesRequest request = request(shop.users() / 2).setFeatureSet(set).build();
      samples.put(set, Latencies.ask(replica, request));
    }
    return samples;
  }

  /** Fast answers that differ would be worth nothing. */
  private void compare(Target one, Target other) {
    Random random = new Random(shop.seed());
    Timestamp now = Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()).build();
    for (int i = 0; i < COMPARED; i++) {
      GetGraphFeaturesRequest request = request(random.nextInt(shop.users())).setAt(now).build();
      if (!Latencies.ask(one, request)
          .getFeatures()
          .equals(Latencies.ask(other, request).getFeatures())) {
        throw new IllegalStateException(
            one.name() + " and " + other.name() + " disagree on " + request.getUserId());
      }
    }
  }

  private static GetGraphFeaturesRequest.Builder request(int user) {
    return GetGraphFeaturesRequest.newBuilder().setUserId(PowerLawShop.user(user));
  }

  private void latencies(Target echo, List<Target> others) throws Exception {
    Duration half = time.dividedBy(2);
    Latencies once = new Latencies(shop, Duration.ZERO, half);
    warmUp(once, echo);
    for (Target other : others) {
      warmUp(once, other);
    }
    Latencies latencies = new Latencies(shop, half, time);
    report.heading("GetGraphFeatures");
    report.columns(
        "features",
        "callers",
        "asked",
        "answers/s",
        "p50, ms",
        "p99, ms",
        "max, ms",
        "p50 ÷ echo's");
    for (String set : SETS) {
      for (int callers : CALLERS) {
        progress.accept(
            "Answers: " + (set.isEmpty() ? "all" : set) + " features, callers " + callers);
        Measurement base = latencies.measure(set, callers, echo);
        row(base, base);
        for (Target other : others) {
          row(latencies.measure(set, callers, other), base);
        }
      }
    }
    report.paragraph(
        "Closed loop: each caller waits for its answer before it asks again, so this says how fast"
            + " answers are made, not what callers see who come at their own pace. Real gRPC over"
            + " loopback from this process, a connection a caller, users at random alike; "
            + time.toSeconds()
            + " s each after a warm-up of half of that, and after a round that was not counted;"
            + " HdrHistogram, 3 digits. The echo gives everybody the answer of a user in the"
            + " middle, on the thread that read the request.");
  }

  private void row(Measurement measured, Measurement echo) {
    report.row(
        measured.set().isEmpty() ? "all" : measured.set(),
        measured.callers(),
        measured.target().name(),
        String.format(Locale.ROOT, "%,.0f", measured.result().perSecond()),
        String.format(Locale.ROOT, "%.3f", measured.result().micros(50) / 1e3),
        String.format(Locale.ROOT, "%.3f", measured.result().micros(99) / 1e3),
        String.format(Locale.ROOT, "%.1f", measured.result().micros(100) / 1e3),
        String.format(
            Locale.ROOT, "%.1f", measured.result().micros(50) / echo.result().micros(50)));
  }

  private void warmUp(Latencies latencies, Target target) throws Exception {
    progress.accept("Warming up: " + target.name());
    for (String set : SETS) {
      var _ = latencies.measure(set, Collections.max(CALLERS), target);
    }
  }
}
