package dev.kith.bench;

import dev.kith.bench.load.WarmUp;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every measurement of the report can be told, and what becomes of what it says. */
public final class Options {

  /** What ends the name of the file of a part's bars. */
  static final String BARS = ".bars";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--quick",
      description = "A small and short run, to see that everything works; its figures mean little.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the report there, and its plots into the folder benchmarks in it.")
  private @Nullable Path out;

  @Option(names = "--part", hidden = true, description = "Write a part of another report.")
  private boolean part;

  /** Measures, into a report. */
  public interface Measurement {
    void into(Report report) throws Exception;
  }

  public long seed() {
    return seed;
  }

  public boolean quick() {
    return quick;
  }

  /** The one that a run of everything takes, or that of a quick run. */
  public int sized(int full, int quickly) {
    return quick ? quickly : full;
  }

  /** What comes before measurements of a load. */
  public WarmUp warmUp() {
    return new WarmUp(quick ? Duration.ZERO : Duration.ofMinutes(3));
  }

  public void say(String line) {
    System.err.println("[bench] " + line);
  }

  /** Measures, and writes what came of it. */
  public int run(String title, Measurement measurement) throws Exception {
    Report report = new Report(Optional.ofNullable(out));
    report.heading(title);
    report.add("`" + command() + "`");
    report.add("");
    measurement.into(report);
    if (part) {
      write(spec.name() + ".md", report.text());
      write(spec.name() + BARS, rows(report.bars()));
      return ExitCode.OK;
    }
    Report header = new Report(Optional.empty());
    Machine.describe(header);
    String bars = report.bars().isEmpty() ? "" : "\n" + Bar.COLUMNS + "\n" + rows(report.bars());
    String text = header.text() + bars + report.text();
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.print(text);
    terminal.flush();
    write(spec.name() + ".md", text);
    return ExitCode.OK;
  }

  /** How to measure this alone. */
  private String command() {
    String command = Machine.command(spec);
    return part ? command.replace(" --part", "").replace(" --out " + out, "") : command;
  }

  private static String rows(List<Bar> bars) {
    return bars.stream().map(bar -> bar.row() + "\n").collect(Collectors.joining());
  }

  private void write(String name, String text) throws IOException {
    if (out != null) {
      Files.writeString(Files.createDirectories(out).resolve(name), text);
    }
  }
}
