package dev.kith.local.cli;

import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.ElementType;
import dev.kith.ingest.verify.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report of {@code kith verify}, for people. */
final class ReportText {

  private ReportText() {}

  /** Every difference that is named, in a line each. */
  static Stream<String> differences(Report report) {
    return Stream.concat(
        report.differences().stream().map(difference -> difference.text(report.store())),
        report.strays().stream().map(stray -> stray.what() + " (in " + report.store() + ")"));
  }

  /** What it comes to. */
  static List<String> summary(Report report) {
    List<String> out = new ArrayList<>();
    String verdict =
        report.clean()
            ? "No difference"
            : String.format(
                Locale.ROOT,
                "%s%,d differences",
                report.uncounted() > 0 ? "About " : "",
                report.wrong());
    out.add(
        String.format(
            Locale.ROOT,
            "%s between %s and %s: %,d elements compared (%s), up to offsets %s, in %.1f s",
            verdict,
            report.store(),
            Topics.GRAPH_CHANGES,
            report.elements(),
            counts(report.compared()),
            report.positions(),
            report.took().toMillis() / 1000.0));
    if (report.uncounted() > 0) {
      out.add("They are too many to be looked at one by one: fill Dgraph anew with ./kith rebuild");
    }
    if (report.inFlight() > 0) {
      out.add(
          String.format(
              Locale.ROOT,
              "Not told: %,d elements, of which %s has not taken the last change. It is %,d changes"
                  + " behind and does not go on: is ingest running?",
              report.inFlight(),
              report.store(),
              report.behind()));
    }
    return out;
  }

  private static String counts(Map<ElementType, Long> compared) {
    return compared.entrySet().stream()
        .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey().name(), count.getValue()))
        .collect(Collectors.joining(", "));
  }
}
