package dev.kith.bench.writer;

import dev.kith.bench.Machine;
import dev.kith.bench.report.Report;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kith bench writer}. */
@Command(
    name = "writer",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure the writer to Dgraph beside other ways to write the same, and what it does to"
          + " reads.",
      "",
      "All ways take turns on one Dgraph, which is emptied first: the one that DGRAPH_ALPHA_HOST"
          + " names, else one in Docker, else one that is built. The report is Markdown.",
      ""
    })
public final class WriterBench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--users",
      defaultValue = "5000",
      description = "How many each way's shop has when it opens. [${DEFAULT-VALUE}]")
  private int users;

  @Option(
      names = "--changes",
      defaultValue = "16000",
      description =
          "That each way writes in a round; one upsert a record: a tenth." + " [${DEFAULT-VALUE}]")
  private int changes;

  @Option(
      names = "--removed",
      defaultValue = "4",
      description =
          "Of a hundred changes, so many remove a purchase: for each it must be found out whether"
              + " its user bought that product another time. [${DEFAULT-VALUE}]")
  private int removed;

  @Option(names = "--rounds", defaultValue = "5", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "Of reads a round, idle and then beside the writer. [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(names = "--out", paramLabel = "FILE", description = "Also write the report there.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    if (removed < 0 || removed > 9) {
      throw new ParameterException(spec.commandLine(), "--removed must be from 0 to 9");
    }
    if (users < 10 || changes < 100 || rounds < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--users must be 10 or more, --changes 100 or more, --rounds and --seconds 1 or more");
    }
    Report report = new Report(Optional.empty());
    report.add("# The writer to Dgraph on this machine");
    report.add("");
    report.fact("command", "`" + Machine.command(spec) + "`");
    try (DgraphServer dgraph = DgraphServer.obtain(WriterBench::say)) {
      new WriterRun(
              dgraph.address(),
              seed,
              users,
              removed,
              changes,
              rounds,
              seconds,
              report,
              WriterBench::say)
          .measure();
    }
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    if (out != null) {
      Files.writeString(out, report.text());
    }
    return CommandLine.ExitCode.OK;
  }

  private static void say(String line) {
    System.err.println("[bench] " + line);
  }
}
