package dev.kith.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kith.bench.answers.AnswersBench;
import dev.kith.bench.answers.HubBench;
import dev.kith.bench.answers.LargeBench;
import dev.kith.bench.answers.OverloadBench;
import dev.kith.bench.changes.ChangesBench;
import dev.kith.bench.changes.ReplayBench;
import dev.kith.bench.changes.SoakBench;
import dev.kith.bench.freshness.FreshnessBench;
import dev.kith.bench.ingest.FloodBench;
import dev.kith.bench.ingest.StagesBench;
import dev.kith.bench.loops.LoopsBench;
import dev.kith.bench.peer.PeersBench;
import dev.kith.bench.writer.WriterBench;
import dev.kith.graph.config.ConfigException;
import dev.kith.tools.dgraph.DgraphServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kith bench}: measures everything, and says how. */
@Command(
    name = "kith bench",
    mixinStandardHelpOptions = true,
    versionProvider = Bench.Version.class,
    subcommands = {
      AnswersBench.class,
      LargeBench.class,
      ChangesBench.class,
      ReplayBench.class,
      HubBench.class,
      OverloadBench.class,
      PeersBench.class,
      SoakBench.class,
      LoopsBench.class,
      FloodBench.class,
      FreshnessBench.class,
      StagesBench.class,
      WriterBench.class
    },
    usageHelpAutoWidth = true,
    description = {
      "Measure everything below that is part of the report, each in a process of its own, and write"
          + " one report. Any of it can be measured alone, with other sizes.",
      ""
    })
public final class Bench implements Callable<Integer> {
  /** A logger that nobody holds forgets its level. */
  private static final java.util.logging.Logger NETWORK =
      java.util.logging.Logger.getLogger("io.grpc");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--quick",
      description = "A small and short run, to see that everything works; its figures mean little.")
  private boolean quick;

  @Option(names = "--no-dgraph", description = "Leave out what needs a Dgraph.")
  private boolean noDgraph;

  @Option(names = "--no-python", description = "Leave out what needs Python.")
  private boolean noPython;

  @Option(
      names = "--soak-minutes",
      defaultValue = "20",
      description = "How long the soak takes. [${DEFAULT-VALUE}]")
  private int soakMinutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the report there as benchmarks.md, and its plots into the folder benchmarks in"
              + " it.")
  private @Nullable Path out;

  /** Of the jar that this is in. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"kith " + Machine.kith()};
    }
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Does what it is told. */
  static int run(String... args) {
    if (System.getenv("LOG_LEVEL") == null) {
      System.setProperty("LOG_LEVEL", "WARN"); // what is logged costs time
    }
    // What ends calls that were given up is logged with every stack, while it is measured.
    NETWORK.setLevel(java.util.logging.Level.SEVERE);
    // Recovers from what it warns of, at every start.
    ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    return new CommandLine(new Bench())
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof ConfigException
                  || e instanceof DgraphServerException
                  || e instanceof IOException) {
                line.getErr().println("kith bench: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
              }
              throw e;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws Exception {
    return new Everything(seed, quick, noDgraph, noPython, soakMinutes)
        .measure(Machine.command(spec), out);
  }
}
