package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.process.LogLevel;
import dev.kith.dgraph.GraphEraser.Contents;
import dev.kith.graph.config.Settings;
import dev.kith.ingest.verify.CannotTellException;
import dev.kith.ingest.verify.Rebuild;
import dev.kith.ingest.verify.Verifier;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith rebuild}. */
@Command(
    name = "rebuild",
    description = {
      "Fill Dgraph with all that kith.graph-changes says. Beside a running ingest it takes part in"
          + " the work; killed and started again, it goes on where it was.",
      "",
      "Configured by environment variables. Any other KAFKA_… variable is a property of the Kafka"
          + " clients: KAFKA_SECURITY_PROTOCOL is security.protocol."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Dgraph has everything",
      "2:a wrong use of this command, or Dgraph has to be emptied first and --yes was not given",
      "3:it can't be done: something does not answer, or refuses"
    })
final class RebuildCommand implements Callable<Integer> {
  private static final int NOT_ASKED_FOR = 2;
  private static final int CANNOT = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from-scratch",
      description = "Empty Dgraph of the graph first, also where it is this topic's.")
  private boolean fromScratch;

  @Option(
      names = "--yes",
      description = "Dgraph may be emptied of the graph; what else it holds stays.")
  private boolean yes;

  @Spec
  void help(CommandSpec spec) {
    SettingsHelp.add(spec, Verifier.SETTINGS);
  }

  @Override
  public Integer call() {
    LogLevel.set(System.getenv(), Level.ERROR);
    StepProgress progress = new StepProgress(Terminal.system());
    try (Verifier verifier =
        new Verifier(new Settings(System.getenv(), Verifier.SETTINGS), progress)) {
      return verifier.rebuildDgraph(rebuild -> run(rebuild, progress));
    } catch (CannotTellException e) {
      progress.end();
      spec.commandLine().getErr().println("kith: " + e.getMessage());
      return CANNOT;
    }
  }

  private int run(Rebuild rebuild, StepProgress progress) throws CannotTellException {
    Contents contents = rebuild.contents();
    boolean erase =
        switch (contents) {
          case NOTHING -> false;
          case THIS_TOPIC -> fromScratch;
          case ANOTHER, HALF_ERASED -> true;
        };
    // Who began to erase was allowed to.
    if (erase && !yes && contents != Contents.HALF_ERASED) {
      spec.commandLine()
          .getErr()
          .printf(
              "kith: Dgraph holds %s, and would be emptied of these predicates: %s."
                  + " Again with --yes%n",
              contents == Contents.THIS_TOPIC ? "this topic's graph" : "another graph",
              String.join(", ", rebuild.predicates()));
      return NOT_ASKED_FOR;
    }
    if (erase) {
      rebuild.erase();
      progress.end();
    }
    Rebuild.Filled filled = rebuild.fill();
    progress.end();
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "Dgraph has everything: %,d changes taken in %.1f s (%,d/s)",
                filled.changes(),
                filled.took().toMillis() / 1000.0,
                ProgressLine.rate(filled.changes(), filled.took())));
    return 0;
  }
}
