package dev.kith.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.loops.LoopsBench;
import dev.kith.bench.peer.PeerBench;
import dev.kith.bench.report.Report;
import dev.kith.bench.writer.WriterBench;
import dev.kith.graph.config.ConfigException;
import dev.kith.tools.dgraph.DgraphServer;
import dev.kith.tools.dgraph.DgraphServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kith bench}: measures the way of the data and the answers, and says how. */
@Command(
    name = "kith bench",
    mixinStandardHelpOptions = true,
    versionProvider = Bench.Version.class,
    subcommands = {LoopsBench.class, FloodBench.class, PeerBench.class, WriterBench.class},
    usageHelpAutoWidth = true,
    description = {
      "Measure throughput from change events to graphs, and the latency of answers.",
      "",
      "Everything runs in this process and on loopback, with a Dgraph beside it: the one that"
          + " DGRAPH_ALPHA_HOST names, which must be empty and is filled, else one in Docker, else"
          + " one that is built. The report is Markdown.",
      ""
    })
public final class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--users",
      defaultValue = "10000",
      description = "How many the shop has. [${DEFAULT-VALUE}]")
  private int users;

  @Option(
      names = "--friends",
      defaultValue = "20",
      description = "Of a user, on average; a few have very many. [${DEFAULT-VALUE}]")
  private int friends;

  @Option(
      names = "--purchases",
      defaultValue = "10",
      description = "Of a user, on average; a few make very many. [${DEFAULT-VALUE}]")
  private int purchases;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description =
          "Of each measurement of latency, after half as long a warm-up." + " [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(names = "--no-dgraph", description = "Leave out what needs a Dgraph.")
  private boolean noDgraph;

  @Option(names = "--out", paramLabel = "FILE", description = "Also write the report there.")
  private @Nullable Path out;

  /** Of the jar that this is in. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"kith " + Machine.kith()};
    }
  }

  public static void main(String[] args) {
    if (System.getenv("LOG_LEVEL") == null) {
      System.setProperty("LOG_LEVEL", "WARN"); // what is logged costs time
    }
    // Recovers from what it warns of, at every start.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    CommandLine command =
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof ConfigException
                      || e instanceof DgraphServerException
                      || e instanceof IOException) {
                    line.getErr().println("kith bench: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                  }
                  throw e;
                });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shop();
    Report report = new Report(Optional.empty());
    report.add("# What Kith does on this machine");
    report.add("");
    report.fact("command", "`" + Machine.command(spec) + "`");
    if (noDgraph) {
      run(shop, report, Optional.empty());
    } else {
      try (DgraphServer dgraph = DgraphServer.obtain(Bench::say)) {
        run(shop, report, Optional.of(dgraph.address()));
      }
    }
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (out != null) {
      Files.writeString(out, report.text());
    }
    return CommandLine.ExitCode.OK;
  }

  private PowerLawShop shop() {
    if (seconds < 1) {
      throw new ParameterException(spec.commandLine(), "--seconds must be 1 or more");
    }
    try {
      return new PowerLawShop(seed, users, friends, purchases);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void run(PowerLawShop shop, Report report, Optional<String> dgraph) throws Exception {
    new Run(shop, dgraph, Duration.ofSeconds(seconds), report, Bench::say).measure();
  }

  private static void say(String line) {
    System.err.println("[bench] " + line);
  }
}
