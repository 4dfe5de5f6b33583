package dev.kith.bench.loops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.bench.Options;
import dev.kith.bench.report.Report;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.LinuxPerfNormProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./kith bench loops}. */
@Command(
    name = "loops",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure the inner loops with JMH: time and allocation, and instructions where the machine"
          + " counts them.",
      ""
    })
public final class LoopsBench implements Callable<Integer> {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String INSTRUCTIONS = "instructions";

  @Mixin private Options options = new Options();

  @Option(
      names = "--users",
      defaultValue = "20000",
      description = "How many the shop has. [${DEFAULT-VALUE}]")
  private int users;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "Of a second each, after as many to warm up. [${DEFAULT-VALUE}]")
  private int iterations;

  @Parameters(
      arity = "0..*",
      paramLabel = "LOOP",
      description = "Only those of which the name has this in it.")
  private List<String> only = List.of();

  @Override
  public Integer call() throws Exception {
    return options.run("Inner loops", this::measure);
  }

  private void measure(Report report) throws RunnerException {
    boolean counters = hasCounters();
    Collection<RunResult> results = new Runner(loops(counters).build()).run();
    report.columns("loop", "µs", "± (99.9 %)", "bytes allocated", "instructions");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      report.row(
          "`" + time.getLabel() + "`",
          String.format(Locale.ROOT, "%,.2f", time.getScore() / 1e3),
          String.format(Locale.ROOT, "%,.2f", time.getScoreError() / 1e3),
          secondary(result, ALLOCATED),
          secondary(result, INSTRUCTIONS));
    }
    report.paragraph(
        String.format(
            Locale.ROOT,
            "JMH, mean time of one call on one thread, %d iterations of a second in a JVM of its"
                + " own; `-prof gc`%s. A graph of %,d users with 42 friends and 10 purchases on"
                + " average, users at random. `decode` and `apply`: a change of"
                + " `kith.graph-changes`, half of them deletes.",
            iterations,
            counters ? ", `-prof perfnorm`" : "; the machine gives no hardware counters",
            users));
  }

  private ChainedOptionsBuilder loops(boolean counters) {
    ChainedOptionsBuilder jmh =
        new OptionsBuilder()
            .warmupIterations(options.quick() ? 1 : iterations)
            .measurementIterations(options.quick() ? 1 : iterations)
            .warmupTime(length())
            .measurementTime(length())
            .forks(options.quick() ? 0 : 1)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-D" + ShopGraph.USERS + "=" + users, "-Djmh.ignoreLock=true")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (counters) {
      jmh.addProfiler(LinuxPerfNormProfiler.class);
    }
    if (only.isEmpty()) {
      return jmh.include(Loops.class.getName() + "\\.");
    }
    only.forEach(name -> jmh.include(Loops.class.getName() + "\\..*" + name));
    return jmh;
  }

  private TimeValue length() {
    return options.quick() ? TimeValue.milliseconds(50) : TimeValue.seconds(1);
  }

  private static String secondary(RunResult result, String name) {
    for (Result<?> secondary : result.getSecondaryResults().values()) {
      if (secondary.getLabel().replace("·", "").equals(name)) {
        return String.format(Locale.ROOT, "%,.0f", secondary.getScore());
      }
    }
    return "";
  }

  /** Virtual machines often hide them. */
  private static boolean hasCounters() {
    try {
      Process perf =
          new ProcessBuilder("perf", "stat", "-x", ",", "-e", "instructions", "true")
              .redirectErrorStream(true)
              .start();
      String said = new String(perf.getInputStream().readAllBytes(), UTF_8);
      return perf.waitFor(10, TimeUnit.SECONDS) && perf.exitValue() == 0 && !said.contains("<not ");
    } catch (IOException e) {
      return false; // there is no perf
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
