package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Callers;
import dev.kith.bench.load.Crowd;
import dev.kith.bench.load.OpenLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.LinePlot;
import dev.kith.bench.report.LinePlot.Point;
import dev.kith.bench.report.LinePlot.Series;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench overload}. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {"Measure what becomes of answers when more is asked than can be answered.", ""})
public final class OverloadBench implements Callable<Integer> {
  /** Of what callers who wait get, which is near what there is to be had. */
  private static final double[] LOADS = {0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0};

  private static final double[] QUICK_LOADS = {0.5, 1.0, 2.0};
  private static final int CONNECTIONS = 8;

  /** What is the same varies by this from one measurement to the next. */
  private static final double SAME = 1.25;

  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(
      names = "--callers",
      defaultValue = "16",
      description = "That find the peak, each waiting for its answer. [${DEFAULT-VALUE}]")
  private int callers;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "Of each load; twice as long at the highest. [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(
      names = "--deadline",
      defaultValue = "500",
      description = "Of each call, in ms. [${DEFAULT-VALUE}]")
  private int deadline;

  /** What came of one load. */
  private record Step(int offered, Timeline timeline) {
    double p99() {
      return timeline.millis(99);
    }
  }

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, PowerLawShop.SMALL);
    return options.run("Overload", report -> measure(shop, report));
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    Question question = new Question(Question.ALL, shop.users());
    try (Rig rig = Rig.start();
        Serving serving = rig.replica()) {
      rig.publishChanges(shop);
      serving.start();
      Stages.awaitReady(serving);
      Target replica = new Target("replica", serving.port());
      Duration time = options.quick() ? Duration.ofMillis(500) : Duration.ofSeconds(seconds);
      Callers waiting = new Callers(callers, options.seed());
      options.warmUp().untilCompiled(() -> waiting.ask(replica, question, Duration.ZERO, time));
      double capacity = waiting.ask(replica, question, time.dividedBy(3), time).perSecond();
      List<Step> steps = new ArrayList<>();
      for (double load : loads()) {
        int offered = (int) Math.max(10, capacity * load);
        options.say("Overload: " + offered + "/s");
        Duration length = load < 2 ? time : time.multipliedBy(2);
        steps.add(new Step(offered, ask(replica, question, offered, length)));
      }
      tell(report, capacity, steps);
    }
  }

  private double[] loads() {
    return options.quick() ? QUICK_LOADS : LOADS;
  }

  private Timeline ask(Target target, Question question, int perSecond, Duration time)
      throws Exception {
    SplittableRandom random = new SplittableRandom(options.seed());
    try (Crowd crowd = new Crowd(target, CONNECTIONS, Duration.ofMillis(deadline))) {
      return new OpenLoop(perSecond, time.dividedBy(3), time)
          .run(crowd.asking(() -> question.next(random)));
    }
  }

  private void tell(Report report, double capacity, List<Step> steps) {
    report.columns("offered/s", "answered/s", "p50, ms", "p99, ms", "how the calls ended");
    steps.forEach(step -> row(report, step));
    Step full = steps.get(Arrays.binarySearch(loads(), 1.0));
    double peak = steps.stream().mapToDouble(s -> s.timeline().perSecond()).max().orElse(0);
    Step twice = steps.getLast();
    report.plot(
        "overload",
        "What is answered, and how fast, by what is asked",
        new LinePlot("More asked than can be answered", "calls a second")
            .panel("answers a second", false, List.of(goodput(steps)))
            .panel("p99 of answers, ms", true, List.of(new Series("p99", points(steps))))
            .svg());
    report.paragraph(
        String.format(
            Locale.ROOT,
            "Open loop over %d connections, deadline %d ms, latency from when each call was due."
                + " %d callers that wait got %,.0f answers/s: that is taken as the capacity, and"
                + " offered from half to twice as fast. Full load is the capacity, once.",
            CONNECTIONS,
            deadline,
            callers,
            capacity));
    report.bar(
        Bar.atLeast(
            "twice the capacity offered: answers/s ÷ the most at any load",
            twice.timeline().perSecond() / peak,
            0.9,
            ""));
    report.bar(
        Bar.atMost(
            "twice the capacity offered: p99 of what is answered ÷ that of full load",
            twice.p99() / full.p99(),
            SAME,
            ""));
  }

  private static void row(Report report, Step step) {
    Timeline timeline = step.timeline();
    report.row(
        String.format(Locale.ROOT, "%,d", step.offered()),
        String.format(Locale.ROOT, "%,.0f", timeline.perSecond()),
        String.format(Locale.ROOT, "%.2f", timeline.millis(50)),
        String.format(Locale.ROOT, "%.2f", timeline.millis(99)),
        timeline.codes().entrySet().stream()
            .map(code -> String.format(Locale.ROOT, "%s %,d", code.getKey(), code.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private static Series goodput(List<Step> steps) {
    return new Series(
        "answers",
        steps.stream().map(s -> new Point(s.offered(), s.timeline().perSecond())).toList());
  }

  private static List<Point> points(List<Step> steps) {
    return steps.stream().map(s -> new Point(s.offered(), s.p99())).toList();
  }
}
