package dev.kith.bench.peer;

import dev.kith.bench.report.Report;
import java.util.Locale;

/** What was measured, each figure beside the bar that it is held against. Not thread-safe. */
final class Bars {
  private final Report report;

  Bars(Report report) {
    this.report = report;
    report.add("| what | figure | bar | reached |");
    report.add("| --- | ---: | ---: | --- |");
  }

  void atLeast(String what, double figure, double bar) {
    line(what, "%.2f".formatted(figure), "≥ " + bar, figure >= bar);
  }

  void atMost(String what, double figure, double bar) {
    line(what, "%.2f".formatted(figure), "≤ " + bar, figure <= bar);
  }

  /** Cannot be told here. */
  void unknown(String what, double bar) {
    report.add("| %s | not known | %s | |".formatted(what, bar));
  }

  private void line(String what, String figure, String bar, boolean reached) {
    report.add(
        String.format(
            Locale.ROOT, "| %s | %s | %s | %s |", what, figure, bar, reached ? "yes" : "**no**"));
  }
}
