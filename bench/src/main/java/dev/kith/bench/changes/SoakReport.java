package dev.kith.bench.changes;

import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.LinePlot;
import dev.kith.bench.report.LinePlot.Series;
import dev.kith.bench.report.Report;
import java.util.List;
import java.util.Locale;

/**
 * What came of a soak.
 *
 * @param sent changes
 * @param liveAtLast bytes reachable at the end
 * @param compared users of whom all answers were right at the end
 */
record SoakReport(
    Report report,
    Timeline answers,
    double sent,
    MemoryWatch memory,
    long liveAtLast,
    int compared) {
  private static final double MIB = 1 << 20;

  /** Memory and latency vary a little without any drift. */
  private static final double SAME = 1.1;

  void tell() {
    int third = Math.max(1, answers.seconds() / 3);
    double first = millis(0, third);
    double last = millis(answers.seconds() - third, answers.seconds());
    double growth = (double) liveAtLast / memory.liveAtFirst();
    report.columns("what", "at the beginning", "at the end", "ratio");
    row("p99 of answers, ms (first and last third)", first, last);
    row("reachable heap, MiB", memory.liveAtFirst() / MIB, liveAtLast / MIB);
    plot();
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%,d answers in %,d s, %.3f %% of the calls not answered; %,.0f changes with the"
                + " warm-up. Nearly half of them are deletes, so that the graph keeps its size. At"
                + " the end all features of %,d users were what a new graph, filled from the last"
                + " record of each key, gives, and the counts of friends and purchases what"
                + " counting those records gives.",
            answers.answered().getTotalCount(),
            answers.seconds(),
            100 * answers.failed(),
            sent,
            compared));
    report.bar(Bar.atMost("soak: reachable heap, end ÷ beginning", growth, SAME, ""));
    report.bar(Bar.atMost("soak: p99, last third ÷ first third", last / first, SAME + 0.1, ""));
    report.bar(
        Bar.holds("soak: the replica is the oracle", "all of " + compared + " users", "all", true));
  }

  private double millis(int from, int to) {
    return answers.answered(from, to).getValueAtPercentile(99) / 1e3;
  }

  private void row(String what, double first, double last) {
    report.row(
        what,
        String.format(Locale.ROOT, "%,.1f", first),
        String.format(Locale.ROOT, "%,.1f", last),
        String.format(Locale.ROOT, "%.2f", last / first));
  }

  private void plot() {
    report.plot(
        "soak",
        "Latency and memory over the soak",
        new LinePlot("Soak", "seconds")
            .panel(
                "ms",
                true,
                List.of(
                    Series.bySecond("p99", answers.millisBySecond(99)),
                    Series.bySecond("p50", answers.millisBySecond(50))))
            .panel(
                "MiB",
                false,
                List.of(
                    Series.bySecond("resident", mebibytes(memory.resident())),
                    Series.bySecond("heap, with garbage", mebibytes(memory.heap()))))
            .panel(
                "answers a second",
                false,
                List.of(Series.bySecond("answers", answers.answeredBySecond())))
            .svg());
  }

  private double[] mebibytes(List<Sample> samples) {
    return Sample.bySecond(
        samples, answers.begin(), answers.seconds(), all -> Sample.most(all) / MIB);
  }
}
