package dev.kith.bench;

import dev.kith.bench.Latencies.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What was measured, in Markdown. Not thread-safe. */
public final class Report {
  private final List<String> lines = new ArrayList<>();

  public void add(String line) {
    lines.add(line);
  }

  /** A fact, as a line of a list. */
  public void fact(String name, String value) {
    add("- " + name + ": " + value);
  }

  /** The fact of how it was called. */
  public void command(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("./kith", "bench"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    fact("command", "`" + String.join(" ", words) + "`");
  }

  public void heading(String text) {
    add("");
    add("## " + text);
    add("");
  }

  public void paragraph(String text) {
    add("");
    add(text);
  }

  void stageColumns() {
    add("| way | events | seconds | events/s | start-up, seconds |");
    add("| --- | ---: | ---: | ---: | ---: |");
  }

  void stage(String way, Drain drain) {
    add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %.2f | %,.0f | %.2f |",
            way,
            drain.count(),
            seconds(drain.time()),
            drain.perSecond(),
            seconds(drain.startUp())));
  }

  void latencyColumns() {
    add("| features | callers | asked | answers/s | p50, ms | p99, ms | max, ms | p50 ÷ echo's |");
    add("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
  }

  /**
   * A line of the table.
   *
   * @param echo measured in the same round
   */
  void latency(Measurement measured, Measurement echo) {
    add(
        String.format(
            Locale.ROOT,
            "| %s | %d | %s | %,.0f | %.3f | %.3f | %.1f | %.1f |",
            measured.set().isEmpty() ? "all" : measured.set(),
            measured.callers(),
            measured.target().name(),
            measured.result().perSecond(),
            measured.result().micros(50) / 1e3,
            measured.result().micros(99) / 1e3,
            measured.result().micros(100) / 1e3,
            measured.result().micros(50) / echo.result().micros(50)));
  }

  public String text() {
    return String.join("\n", lines) + "\n";
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
