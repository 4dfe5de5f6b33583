package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.process.LogLevel;
import dev.kith.graph.config.Settings;
import dev.kith.ingest.verify.CannotTellException;
import dev.kith.ingest.verify.Report;
import dev.kith.ingest.verify.Verifier;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kith verify}. */
@Command(
    name = "verify",
    description = {
      "Compare Dgraph, or a running replica, with kith.graph-changes, element by element, while"
          + " changes go on, and print every difference, or that there is none.",
      "",
      "Configured by environment variables. Any other KAFKA_… variable is a property of the Kafka"
          + " clients: KAFKA_SECURITY_PROTOCOL is security.protocol."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no difference",
      "1:differences",
      "2:a wrong use of this command",
      "3:it can't be told: something does not answer, or changes don't arrive"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int CANNOT_TELL = 3;

  /** A round of mending may show what was hidden before. */
  private static final int REPAIRS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Print that many differences; all are counted. [${DEFAULT-VALUE}]")
  private int limit;

  @Option(
      names = "--serving",
      paramLabel = "HOST:PORT",
      defaultValue = "",
      converter = Ports.Address.class,
      description =
          "Also compare the replica of the serving process whose admin server (ADMIN_PORT) is"
              + " there.")
  private String serving = "";

  @Option(
      names = "--repair",
      description =
          "Mend Dgraph: write each element that differs as kith.graph-changes has it, beside a"
              + " running ingest; then compare again.")
  private boolean repair;

  @Spec
  void help(CommandSpec spec) {
    SettingsHelp.add(spec, Verifier.SETTINGS);
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 0");
    }
    LogLevel.set(System.getenv(), Level.ERROR);
    StepProgress progress = new StepProgress(Terminal.system());
    try (Verifier verifier =
        new Verifier(new Settings(System.getenv(), Verifier.SETTINGS), progress)) {
      int code = verifier.hasDgraph() ? dgraph(verifier, progress) : 0;
      if (!serving.isEmpty()) {
        code = worse(code, exitCode(told(verifier.verifyServing(serving), progress)));
      }
      return code;
    } catch (CannotTellException e) {
      progress.end();
      spec.commandLine().getErr().println("kith: " + e.getMessage());
      return CANNOT_TELL;
    }
  }

  private int dgraph(Verifier verifier, StepProgress progress) throws CannotTellException {
    Report report = told(verifier.verifyDgraph(), progress);
    for (int i = 0; repair && !report.clean() && report.uncounted() == 0 && i < REPAIRS; i++) {
      spec.commandLine().getOut().println("Mending Dgraph, and comparing again");
      report = told(verifier.repairDgraph(report), progress);
    }
    return exitCode(report);
  }

  /** Differences weigh more than what can't be told. */
  private static int worse(int a, int b) {
    return a == 1 || b == 1 ? 1 : Math.max(a, b);
  }

  private Report told(Report report, StepProgress progress) {
    progress.end();
    PrintWriter out = spec.commandLine().getOut();
    ReportText.differences(report).limit(limit).forEach(out::println);
    ReportText.summary(report).forEach(out::println);
    return report;
  }

  private static int exitCode(Report report) {
    if (!report.clean()) {
      return 1;
    }
    return report.inFlight() == 0 ? 0 : CANNOT_TELL;
  }
}
