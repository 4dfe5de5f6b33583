package dev.kith.bench;

import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * One run of everything, into one report. Each part is measured in a process of its own, so that
 * none has the garbage or the compiled code of another; a part that fails is said to, and the
 * others go on.
 *
 * @param quick a small run, in this process
 */
record Everything(long seed, boolean quick, boolean noDgraph, boolean noPython, int soakMinutes) {

  /** The part of that name, with what it is told beyond what all are, and flags of its JVM. */
  private record Part(String name, List<String> words, List<String> flags) {
    static Part of(String name, String... words) {
      return new Part(name, List.of(words), List.of());
    }
  }

  private List<Part> parts() {
    List<String> without = new ArrayList<>();
    if (noDgraph) {
      without.add("--no-dgraph");
    }
    if (noPython) {
      without.add("--no-python");
    }
    return List.of(
        Part.of("answers"),
        new Part("peers", without, List.of()),
        new Part("large", List.of(), List.of("-Xmx10g")),
        Part.of("changes"),
        Part.of("replay"),
        Part.of("hub"),
        Part.of("overload"),
        Part.of("loops"),
        Part.of("soak", "--minutes", Integer.toString(soakMinutes)));
  }

  /**
   * Measures.
   *
   * @param command how it was called
   * @param out where the report goes; null for the terminal
   */
  int measure(String command, @Nullable Path out) throws IOException, InterruptedException {
    Path folder = out == null ? Files.createTempDirectory("kith-bench-") : out;
    long start = System.nanoTime();
    Report report = new Report(Optional.empty());
    report.add("# What Kith does on this machine");
    report.add("");
    report.fact("command", "`" + command + "`");
    Machine.describe(report);
    List<String> bars = new ArrayList<>();
    StringBuilder texts = new StringBuilder();
    int code = ExitCode.OK;
    for (Part part : parts()) {
      Path text = folder.resolve(part.name() + ".md");
      Path rows = folder.resolve(part.name() + Options.BARS);
      if (run(part, folder) == ExitCode.OK) {
        bars.addAll(Files.readAllLines(rows));
        texts.append(Files.readString(text));
      } else {
        code = ExitCode.SOFTWARE;
        bars.add(Bar.unknown("`" + part.name() + "` failed", "").row());
      }
      Files.deleteIfExists(text);
      Files.deleteIfExists(rows);
    }
    report.fact("it took", Duration.ofNanos(System.nanoTime() - start).toMinutes() + " minutes");
    report.heading("Bars");
    report.add(Bar.COLUMNS);
    bars.forEach(report::add);
    String all = report.text() + texts;
    if (out == null) {
      System.out.print(all);
    } else {
      Files.writeString(out.resolve("benchmarks.md"), all);
    }
    return code;
  }

  private int run(Part part, Path folder) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(part.name(), "--part"));
    words.addAll(List.of("--seed", Long.toString(seed), "--out", folder.toString()));
    words.addAll(part.words());
    if (quick) {
      words.add("--quick");
      return Bench.run(words.toArray(String[]::new));
    }
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(Machine.allFlags());
    java.addAll(part.flags());
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    java.addAll(words);
    return new ProcessBuilder(java).inheritIO().start().waitFor();
  }
}
