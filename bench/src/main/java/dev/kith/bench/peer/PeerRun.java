package dev.kith.bench.peer;

import com.google.protobuf.Value;
import dev.kith.bench.ClosedLoop.Result;
import dev.kith.bench.Latencies;
import dev.kith.bench.Latencies.Target;
import dev.kith.bench.Machine;
import dev.kith.bench.OpenLoop;
import dev.kith.bench.Rig;
import dev.kith.bench.Stages;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import dev.kith.bench.writer.Rates;
import dev.kith.dgraph.Dgraph;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * One run of Kith and the peer side by side on one Dgraph, into a report.
 *
 * @param alpha the address of a Dgraph that is empty
 * @param rounds of everything, in turns
 * @param time of each measurement of latency
 * @param callers at a time, in the closed loop
 * @param rate answers a second, in the open loop
 * @param counted answers a round whose cost is measured
 * @param progress told what is being done, a line at a time
 */
record PeerRun(
    PowerLawShop shop,
    String alpha,
    int rounds,
    Duration time,
    int callers,
    int rate,
    int counted,
    Report report,
    Consumer<String> progress) {

  private static final String SEED = "seed";
  private static final String ALL = "";
  private static final int COMPARED = 50;
  private static final int OPEN_LOOP = 4; // times as long: it has few calls

  /** Who is asked for what, and what came of it, round by round. */
  private record Side(
      String name, Target target, String set, Rates perSecond, Rates p50, Rates p99, Rates cpu) {
    Side(String name, Target target, String set) {
      this(name, target, set, new Rates(), new Rates(), new Rates(), new Rates());
    }
  }

  void measure() throws Exception {
    describe();
    try (Rig rig = Rig.start()) {
      load(rig);
      measure(rig.bootstrapServers());
    }
  }

  /** With a Dgraph that holds the shop. */
  private void measure(String kafka) throws Exception {
    try (Contestant peer = Contestant.peer(alpha);
        Contestant kith = Contestant.kith(alpha, kafka)) {
      progress.accept("Starting the peer and Kith");
      peer.awaitAnswer(request(0));
      kith.awaitAnswer(request(0));
      compare(peer.target(), kith.target());
      measure(
          new Side("the peer's three features", peer.target(), SEED),
          new Side("Kith, set `seed`", kith.target(), SEED),
          new Side("Kith, all features", kith.target(), ALL));
    }
  }

  private void describe() throws Exception {
    report.fact("machine", Machine.hardware());
    report.fact(
        "load when it began",
        String.format(
            Locale.ROOT,
            "%.1f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    report.fact("JDK", Machine.jdk());
    try (Dgraph dgraph = Dgraph.connect(List.of(alpha))) {
      report.fact(
          "versions",
          "Kith " + Machine.kith() + ", Dgraph " + dgraph.version(Duration.ofSeconds(10)));
    }
    report.fact(
        "shop",
        String.format(
            Locale.ROOT,
            "seed %d, %,d users, %,d products, %d friends and %d purchases a user on average",
            shop.seed(),
            shop.users(),
            shop.products(),
            shop.friends(),
            shop.purchases()));
  }

  private void load(Rig rig) throws InterruptedException, ExecutionException {
    progress.accept("Publishing " + shop.size() + " row changes");
    rig.publish(shop);
    progress.accept("CDC topics to kith.graph-changes");
    var _ = Stages.ingest(rig, shop.size());
    long changes = rig.changes();
    progress.accept("kith.graph-changes to Dgraph, " + changes + " changes");
    progress.accept("… in " + Stages.dgraph(rig, changes, alpha).time().toSeconds() + " s");
  }

  /** Fast answers that differ would be worth nothing. */
  private void compare(Target peer, Target kith) {
    Random random = new Random(shop.seed());
    for (int i = 0; i < COMPARED; i++) {
      GetGraphFeaturesRequest request = request(random.nextInt(shop.users()));
      GetGraphFeaturesResponse ours = Latencies.ask(kith, request);
      Map<String, Value> theirs = Latencies.ask(peer, request).getFeatures().getFieldsMap();
      ours.getFeatures()
          .getFieldsMap()
          .forEach(
              (name, value) -> {
                boolean cut = ours.getStatusMap().get(name) == FeatureStatus.TRUNCATED;
                if (!cut && !isSame(value, theirs.getOrDefault(name, Value.getDefaultInstance()))) {
                  throw new IllegalStateException(
                      "%s of %s is %s, the peer says %s"
                          .formatted(name, request.getUserId(), value, theirs.get(name)));
                }
              });
    }
  }

  /** But for the order in which a mean was summed up. */
  private static boolean isSame(Value a, Value b) {
    return Math.abs(a.getNumberValue() - b.getNumberValue()) < 1e-9;
  }

  private static GetGraphFeaturesRequest request(int user) {
    return GetGraphFeaturesRequest.newBuilder()
        .setUserId(PowerLawShop.user(user))
        .setFeatureSet(SEED)
        .build();
  }

  private void measure(Side peer, Side seed, Side all) throws Exception {
    List<Side> sides = List.of(peer, seed, all);
    for (Side side : sides) {
      progress.accept("Warming up: " + side.name());
      var _ = closedLoop(side, Duration.ZERO, time);
    }
    for (int round = 1; round <= rounds; round++) {
      progress.accept("Round " + round + " of " + rounds);
      // Who comes first changes from round to round.
      for (Side side : round % 2 == 0 ? sides.reversed() : sides) {
        Result result = closedLoop(side, time.dividedBy(8), time);
        side.perSecond().add(result.perSecond());
        side.p50().add(result.micros(50) / 1e3);
        side.p99().add(result.micros(99) / 1e3);
        countCpu(side, round);
      }
    }
    progress.accept("All features, " + rate + " a second");
    OpenLoop.Result open = openLoop(all);
    table(peer, seed, all);
    bars(peer, seed, all, open);
    explain(open);
  }

  private Result closedLoop(Side side, Duration warmUp, Duration length) throws Exception {
    return new Latencies(shop, warmUp, length).measure(side.set(), callers, side.target()).result();
  }

  /** One caller, and the same users of everybody. */
  private void countCpu(Side side, int round) {
    ManagedChannel channel = Latencies.connect(side.target());
    try {
      Runnable call =
          new Latencies(shop, Duration.ZERO, time)
              .call(channel, side.set(), new Random(shop.seed() * 1000 + round));
      Optional<Duration> before = AlphaCpu.now();
      for (int i = 0; i < counted; i++) {
        call.run();
      }
      Optional<Duration> after = AlphaCpu.now();
      if (before.isPresent() && after.isPresent()) {
        side.cpu().add(after.get().minus(before.get()).toNanos() / 1e6 / counted);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private OpenLoop.Result openLoop(Side side) throws InterruptedException {
    ManagedChannel channel = Latencies.connect(side.target());
    try {
      Runnable call =
          new Latencies(shop, Duration.ZERO, time)
              .call(channel, side.set(), new Random(shop.seed()));
      return new OpenLoop(rate, time.dividedBy(2), time.multipliedBy(OPEN_LOOP)).run(call);
    } finally {
      channel.shutdownNow();
    }
  }

  private void table(Side... sides) {
    report.heading("Side by side, " + callers + " callers");
    report.add("| asked | answers/s | p50, ms | p99, ms | Dgraph CPU, ms an answer |");
    report.add("| --- | ---: | ---: | ---: | ---: |");
    for (Side side : sides) {
      report.add(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %.1f | %.1f | %.2f |",
              side.name(),
              side.perSecond().median(),
              side.p50().median(),
              side.p99().median(),
              side.cpu().median()));
    }
  }

  private void bars(Side peer, Side seed, Side all, OpenLoop.Result open) {
    report.heading("Bars");
    Bars bars = new Bars(report);
    bars.atLeast(
        "set `seed`: answers/s ÷ the peer's", over(seed.perSecond(), peer.perSecond()), 1.2);
    bars.atMost("set `seed`: p99 ÷ the peer's", over(seed.p99(), peer.p99()), 0.8);
    bars.atMost(
        "all features, " + rate + " a second: p99, ms",
        open.failed() > 0
            ? Double.POSITIVE_INFINITY
            : open.latencies().getValueAtPercentile(99) / 1e6,
        50);
    String cost = "all features: Dgraph CPU an answer ÷ the peer's";
    if (AlphaCpu.now().isPresent()) {
      bars.atMost(cost, over(all.cpu(), peer.cpu()), 3);
    } else {
      bars.unknown(cost, 3);
    }
  }

  private static double over(Rates one, Rates other) {
    return one.over(other).median();
  }

  private void explain(OpenLoop.Result open) {
    report.paragraph(
        String.format(
            Locale.ROOT,
            "Medians of %d rounds in which everybody has a turn of %d s, ratios round by round."
                + " Peer and Kith are processes of their own on the same Dgraph, the callers a"
                + " third; users at random alike. Dgraph's CPU: of %d answers a round, one after"
                + " the other, the same users for everybody. Open loop: %,d calls that come at"
                + " their own pace, p50 %.1f ms, max %.1f ms, each from when it was due; %d were"
                + " not answered. Before, peer and Kith gave %d users the same values, where no"
                + " limit cut.",
            rounds,
            time.toSeconds(),
            counted,
            open.latencies().getTotalCount() + open.failed(),
            open.latencies().getValueAtPercentile(50) / 1e6,
            open.latencies().getMaxValue() / 1e6,
            open.failed(),
            COMPARED));
  }
}
