package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.load.Crowd;
import dev.kith.bench.load.OpenLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.LinePlot;
import dev.kith.bench.report.LinePlot.Point;
import dev.kith.bench.report.LinePlot.Series;
import dev.kith.bench.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;

/** Latencies by load: calls that come at one steady pace after the other. */
record OpenSweep(Report report, Options options, Duration time) {
  private static final int CONNECTIONS = 8;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final double[] LOADS = {0.1, 0.25, 0.4, 0.55, 0.7, 0.85};
  private static final double[] QUICK_LOADS = {0.1, 0.5};
  private static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);

  /**
   * Asks each of the targets at the same paces.
   *
   * @param peak answers a second that the slowest gives to callers that wait
   */
  void measure(Question question, List<Target> targets, double peak)
      throws InterruptedException, TimeoutException {
    report.columns(
        "asked", "calls/s", "p50, ms", "p99, ms", "p99.9, ms", "max, ms", "not answered");
    List<Series> lines = new ArrayList<>();
    for (Target target : targets) {
      List<List<Point>> points = PERCENTILES.stream().map(p -> points()).toList();
      for (double load : options.quick() ? QUICK_LOADS : LOADS) {
        int rate = (int) (Math.round(peak * load / 50) * 50 + 50);
        options.say("Answers: " + target.name() + " at " + rate + "/s");
        Timeline timeline = ask(target, question, rate, time);
        for (int p = 0; p < PERCENTILES.size(); p++) {
          points.get(p).add(new Point(rate, timeline.millis(PERCENTILES.get(p))));
        }
        row(target, rate, timeline);
      }
      for (int p = 0; p < PERCENTILES.size(); p++) {
        lines.add(new Series(target.name() + ", p" + figure(PERCENTILES.get(p)), points.get(p)));
      }
    }
    report.plot(
        "answers-by-load",
        "Latency of answers by load",
        new LinePlot("Latency of all features by load, open loop", "calls a second")
            .panel("ms from when the call was due", true, lines)
            .svg());
    report.paragraph(
        "Open loop, set `"
            + question.name()
            + "`: calls come at a steady pace over "
            + CONNECTIONS
            + " connections, whether those before were answered or not, and latency counts from"
            + " when each was due.");
  }

  private static List<Point> points() {
    return new ArrayList<>();
  }

  /** Asks at one pace. */
  private Timeline ask(Target target, Question question, int rate, Duration length)
      throws InterruptedException, TimeoutException {
    SplittableRandom random = new SplittableRandom(options.seed());
    try (Crowd crowd = new Crowd(target, CONNECTIONS, DEADLINE)) {
      return new OpenLoop(rate, length.dividedBy(2), length)
          .run(crowd.asking(() -> question.next(random)));
    }
  }

  private void row(Target target, int rate, Timeline timeline) {
    report.row(
        target.name(),
        String.format(Locale.ROOT, "%,d", rate),
        String.format(Locale.ROOT, "%.3f", timeline.millis(50)),
        String.format(Locale.ROOT, "%.3f", timeline.millis(99)),
        String.format(Locale.ROOT, "%.3f", timeline.millis(99.9)),
        String.format(Locale.ROOT, "%.1f", timeline.millis(100)),
        String.format(Locale.ROOT, "%.2f %%", 100 * timeline.failed()));
  }

  private static String figure(double percentile) {
    return percentile == Math.rint(percentile)
        ? Integer.toString((int) percentile)
        : Double.toString(percentile);
  }
}
