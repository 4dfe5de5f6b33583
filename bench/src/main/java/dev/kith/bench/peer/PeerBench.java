package dev.kith.bench.peer;

import dev.kith.bench.Machine;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kith bench peer}. */
@Command(
    name = "peer",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers from Dgraph beside those of a plain Python server on the same Dgraph, which"
          + " gives the three features of the set `seed`.",
      "",
      "Needs Python 3; bench/peer/start puts the server's packages into a virtual environment in"
          + " the cache, once, unless PEER_PYTHON names a Python that has them. The Dgraph is the"
          + " one that DGRAPH_ALPHA_HOST names, which must be empty and is filled, else one in"
          + " Docker, else one that is built: only of the last it is told what answers cost it."
          + " The report is Markdown.",
      ""
    })
public final class PeerBench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--users",
      defaultValue = "20000",
      description = "How many the shop has. [${DEFAULT-VALUE}]")
  private int users;

  @Option(
      names = "--friends",
      defaultValue = "42",
      description = "Of a user, on average; a few have very many. [${DEFAULT-VALUE}]")
  private int friends;

  @Option(
      names = "--purchases",
      defaultValue = "10",
      description = "Of a user, on average; a few make very many. [${DEFAULT-VALUE}]")
  private int purchases;

  @Option(names = "--rounds", defaultValue = "5", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Of each measurement of latency. [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(
      names = "--callers",
      defaultValue = "8",
      description = "At a time, each waiting for its answer. [${DEFAULT-VALUE}]")
  private int callers;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description =
          "Requests a second for all features, from callers who don't wait for each other."
              + " [${DEFAULT-VALUE}]")
  private int rate;

  @Option(
      names = "--counted",
      defaultValue = "200",
      description = "Answers a round whose cost is measured. [${DEFAULT-VALUE}]")
  private int counted;

  @Option(names = "--out", paramLabel = "FILE", description = "Also write the report there.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || seconds < 1 || callers < 1 || rate < 1 || counted < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds, --seconds, --callers, --rate and --counted must be 1 or more");
    }
    Report report = new Report(Optional.empty());
    report.add("# Answers from Dgraph beside a plain server's on this machine");
    report.add("");
    report.fact("command", "`" + Machine.command(spec) + "`");
    PowerLawShop shop = shop();
    try (DgraphServer dgraph = DgraphServer.obtain(PeerBench::say)) {
      new PeerRun(
              shop,
              dgraph.address(),
              rounds,
              Duration.ofSeconds(seconds),
              callers,
              rate,
              counted,
              report,
              PeerBench::say)
          .measure();
    }
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (out != null) {
      Files.writeString(out, report.text());
    }
    return CommandLine.ExitCode.OK;
  }

  private PowerLawShop shop() {
    try {
      return new PowerLawShop(seed, users, friends, purchases);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void say(String line) {
    System.err.println("[bench] " + line);
  }
}
