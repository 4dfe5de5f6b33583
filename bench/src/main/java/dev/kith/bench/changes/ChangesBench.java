package dev.kith.bench.changes;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.LiveShop;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Crowd;
import dev.kith.bench.load.OpenLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.LinePlot;
import dev.kith.bench.report.LinePlot.Series;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.GraphTopic;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench changes}. */
@Command(
    name = "changes",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers while the graph changes: their latency, and how soon they show a change.",
      ""
    })
public final class ChangesBench implements Callable<Integer> {
  private static final int CONNECTIONS = 8;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final double DELETES = 0.1;

  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(
      names = "--requests",
      defaultValue = "3000",
      description = "A second, for all features. [${DEFAULT-VALUE}]")
  private int requests;

  @Option(
      names = "--changes",
      defaultValue = "10000",
      description = "A second, a tenth of them deletes. [${DEFAULT-VALUE}]")
  private int changes;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description =
          "After a warm-up on a graph of its own, and a third as long on this. [${DEFAULT-VALUE}]")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, PowerLawShop.SMALL);
    return options.run("Answers while the graph changes", report -> measure(shop, report));
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    Duration third = time().dividedBy(3);
    // Of a graph of its own: what changes while it warms up would make the measured one denser.
    options.say("Warm-up, with changes");
    whileChanging(
        shop,
        (replica, _, _) ->
            options.warmUp().untilCompiled(() -> ask(replica, shop, Duration.ZERO, third)));
    options.say("Changes: " + rate() + "/s, and " + requests + " requests/s");
    whileChanging(
        shop,
        (replica, trickle, lag) -> {
          Timeline answers = ask(replica, shop, third, time());
          tell(report, answers, trickle.sent(), lag.millis());
        });
  }

  /** What is done while a graph changes. */
  private interface Asking {
    void of(Target replica, Trickle trickle, VisibleLag lag) throws Exception;
  }

  private void whileChanging(PowerLawShop shop, Asking asking) throws Exception {
    try (Rig rig = Rig.start();
        GraphTopic topic = rig.topic();
        Serving serving = rig.replica()) {
      topic.send(shop);
      serving.start();
      Stages.awaitReady(serving);
      Target replica = new Target("replica", serving.port());
      LiveShop live = new LiveShop(rig.schema(), shop, DELETES, InstantSource.system());
      try (Trickle trickle = Trickle.start(topic, live, rate());
          VisibleLag lag = VisibleLag.start(topic, rig.schema(), replica)) {
        asking.of(replica, trickle, lag);
      }
    }
  }

  private Duration time() {
    return Duration.ofSeconds(options.sized(seconds, 1));
  }

  private Timeline ask(Target replica, PowerLawShop shop, Duration warmUp, Duration time)
      throws Exception {
    Question question = new Question(Question.ALL, shop.users());
    SplittableRandom random = new SplittableRandom(options.seed());
    try (Crowd crowd = new Crowd(replica, CONNECTIONS, DEADLINE)) {
      return new OpenLoop(options.sized(requests, 100), warmUp, time)
          .run(crowd.asking(() -> question.next(random)));
    }
  }

  private void tell(Report report, Timeline answers, List<Sample> sent, List<Sample> lags) {
    long begin = answers.begin();
    int length = answers.seconds();
    double[] perSecond = Sample.bySecond(sent, begin, length, Sample::sum);
    double[] worst = Sample.bySecond(lags, begin, length, Sample::most);
    List<Sample> counted = lags.stream().filter(lag -> lag.nanos() >= begin).toList();
    report.columns("what", "a second", "p50, ms", "p99, ms", "max, ms");
    report.row(
        "answers, all features",
        String.format(Locale.ROOT, "%,.0f", answers.perSecond()),
        String.format(Locale.ROOT, "%.2f", answers.millis(50)),
        String.format(Locale.ROOT, "%.2f", answers.millis(99)),
        String.format(Locale.ROOT, "%.1f", answers.millis(100)));
    report.row(
        "changes, from Kafka to an answer that shows them",
        String.format(Locale.ROOT, "%,.0f", DoubleStream.of(perSecond).average().orElse(0)),
        String.format(Locale.ROOT, "%.2f", Sample.percentile(counted, 50)),
        String.format(Locale.ROOT, "%.2f", Sample.percentile(counted, 99)),
        String.format(Locale.ROOT, "%.1f", Sample.percentile(counted, 100)));
    report.plot(
        "changes",
        "Latency of answers, time until changes are seen, and load",
        new LinePlot("Answers while the graph changes", "seconds")
            .panel(
                "ms",
                true,
                List.of(
                    Series.bySecond("answers, p99", answers.millisBySecond(99)),
                    Series.bySecond("answers, p50", answers.millisBySecond(50)),
                    Series.bySecond("change seen, worst", worst)))
            .panel(
                "a second",
                false,
                List.of(
                    Series.bySecond("answers", answers.answeredBySecond()),
                    Series.bySecond("changes", perSecond)))
            .svg());
    report.paragraph(
        String.format(
            Locale.ROOT,
            "Open loop over %d connections, latency from when each call was due; %.3f %% of the"
                + " calls were not answered. A tenth of the changes are deletes; they are appended"
                + " to `kith.graph-changes` on a broker in this process, and read by the replica as"
                + " always. %,d times a purchase of one user was appended, or deleted, and she was"
                + " asked about until the answer showed it: the time is from when the change was"
                + " given to Kafka's producer.",
            CONNECTIONS,
            100 * answers.failed(),
            counted.size()));
    bars(report, answers, Sample.percentile(counted, 99));
  }

  private void bars(Report report, Timeline answers, double lag) {
    String load =
        String.format(
            Locale.ROOT,
            "%,d requests/s and %,d changes/s: ",
            options.sized(requests, 100),
            rate());
    report.bar(Bar.atMost(load + "p99 of answers", answers.millis(99), 5, " ms"));
    report.bar(Bar.atMost(load + "p99 from Kafka to an answer", lag, 100, " ms"));
    report.bar(Bar.atMost(load + "not answered", 100 * answers.failed(), 0, " %"));
  }

  private int rate() {
    return options.sized(changes, 500);
  }
}
