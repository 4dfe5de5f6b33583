package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Crowd;
import dev.kith.bench.load.OpenLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Rates;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.ServedGraph;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench hub}. */
@Command(
    name = "hub",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers about a user with very many friends, and what they do to those about"
          + " others.",
      ""
    })
public final class HubBench implements Callable<Integer> {
  private static final String HUB = "hub";
  private static final int PURCHASES = 500;
  private static final int CONNECTIONS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  @Mixin private Options options = new Options();

  @Option(
      names = "--friends",
      defaultValue = "100000",
      description = "That the hub has. [${DEFAULT-VALUE}]")
  private int friends;

  @Option(
      names = "--others",
      defaultValue = "1000",
      description = "Requests a second about others. [${DEFAULT-VALUE}]")
  private int others;

  @Option(
      names = "--hub",
      defaultValue = "20",
      description = "Requests a second about the hub. [${DEFAULT-VALUE}]")
  private int hub;

  @Option(names = "--rounds", defaultValue = "3", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Of each measurement. [${DEFAULT-VALUE}]")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    return options.run("A hub", this::measure);
  }

  private int rate() {
    return options.sized(others, 100);
  }

  private int hubFriends() {
    return options.sized(friends, 300);
  }

  private void measure(Report report) throws Exception {
    PowerLawShop shop =
        new PowerLawShop(options.seed(), Math.max(400, hubFriends() * 11 / 10), 20, 5);
    report.fact("shop", shop.describe());
    Rates alone = new Rates();
    Rates beside = new Rates();
    Rates ofHub = new Rates();
    try (ServedGraph served = new ServedGraph()) {
      options.say("Filling a graph of " + shop.size() + " elements");
      served.fill(shop);
      addHub(new ChangeSink(served.schema(), served.graph()::apply), shop);
      Target target = served.target("replica");
      SplittableRandom random = new SplittableRandom(options.seed());
      Question question = new Question(Question.ALL, shop.users());
      Supplier<GetGraphFeaturesRequest> anybody = () -> question.next(random);
      Supplier<GetGraphFeaturesRequest> theHub =
          () -> GetGraphFeaturesRequest.newBuilder().setUserId(HUB).build();
      options
          .warmUp()
          .untilCompiled(
              () -> {
                var _ = ask(target, anybody, rate());
                var _ = ask(target, theHub, hub);
              });
      for (int i = 0; i < options.sized(rounds, 1); i++) {
        options.say("A hub: round " + (i + 1));
        alone.add(ask(target, anybody, rate()).millis(99));
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
          Future<Timeline> asked = threads.submit(() -> ask(target, theHub, hub));
          beside.add(ask(target, anybody, rate()).millis(99));
          ofHub.add(asked.get().millis(99));
        }
      }
    }
    tell(report, alone, beside, ofHub);
  }

  /** A user with all those friends, and who buys. */
  private void addHub(ChangeSink out, PowerLawShop shop) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    long minute = TimeUnit.MINUTES.toMicros(1);
    out.user(HUB, 40, "city0", now - friends * minute);
    for (int i = 0; i < hubFriends(); i++) {
      out.friendship(HUB, PowerLawShop.user(i), now - (friends - i) * minute);
    }
    for (int i = 0; i < PURCHASES; i++) {
      String product = PowerLawShop.product(i % shop.products());
      out.purchase(HUB + i, HUB, product, 1, 2_000, now - (PURCHASES - i) * 30L * minute);
    }
  }

  private Timeline ask(Target target, Supplier<GetGraphFeaturesRequest> questions, int perSecond)
      throws Exception {
    Duration time = time();
    try (Crowd crowd = new Crowd(target, CONNECTIONS, DEADLINE)) {
      return new OpenLoop(perSecond, time.dividedBy(4), time).run(crowd.asking(questions));
    }
  }

  private Duration time() {
    return options.quick() ? Duration.ofMillis(500) : Duration.ofSeconds(seconds);
  }

  private void tell(Report report, Rates alone, Rates beside, Rates ofHub) {
    report.columns("asked about", "requests/s", "p99, ms");
    report.row("others, alone", rate(), String.format(Locale.ROOT, "%.2f", alone.median()));
    report.row(
        "others, beside the hub", rate(), String.format(Locale.ROOT, "%.2f", beside.median()));
    report.row("the hub", hub, String.format(Locale.ROOT, "%.2f", ofHub.median()));
    report.paragraph(
        String.format(
            Locale.ROOT,
            "All features with the limits of the shipped features.yaml, of a user with %,d friends"
                + " and %d purchases. Medians of %d rounds of %.1f s, open loop, latency from when"
                + " each call was due.",
            hubFriends(),
            PURCHASES,
            options.sized(rounds, 1),
            time().toMillis() / 1e3));
    String what = String.format(Locale.ROOT, "a hub of %,d friends: ", hubFriends());
    report.bar(Bar.atMost(what + "p99", ofHub.median(), 20, " ms"));
    report.bar(Bar.atMost(what + "p99 of others ÷ without it", beside.over(alone).median(), 2, ""));
  }
}
