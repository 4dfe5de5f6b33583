package dev.kith.local.cli;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.tools.dgraph.DgraphServerException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code kith}: what the commands have in common. */
@Command(
    name = "kith",
    description = "A real-time graph feature engine: change events in, graph features out.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = KithCommand.Version.class,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      IngestCommand.class,
      ServeCommand.class,
      GetCommand.class,
      ExplainCommand.class,
      StatusCommand.class,
      DeadLettersCommand.class,
      FeaturesCommand.class,
      VerifyCommand.class,
      RebuildCommand.class
    })
public final class KithCommand implements Runnable {

  /** Of the jar that this is in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = KithCommand.class.getPackage().getImplementationVersion();
      return new String[] {"kith " + (version == null ? "(not packaged)" : version)};
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The whole command line; its exit code is 0, 1 for what failed, 2 for what was asked wrongly.
   */
  public static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new KithCommand());
    // Not in the annotation, from which the commands would inherit it.
    commands
        .getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "Beside these: kith demo shows a real pipeline, from PostgreSQL to an answer; kith"
                + " bench measures.",
            "kith COMMAND --help tells more about one.");
    return commands
        .setParameterExceptionHandler(KithCommand::wrongUse)
        .setExecutionExceptionHandler(KithCommand::failed);
  }

  /** Without a command: help, and it was asked wrongly. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  private static int wrongUse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("kith: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    PrintWriter err = command.getErr();
    switch (e) {
      case ConfigException problems -> {
        for (Problem problem : problems.problems()) {
          err.println("kith: " + problem);
        }
      }
      case DgraphServerException none -> err.println("kith: " + none.getMessage());
      case KafkaException outside -> err.println("kith: " + outside.getMessage());
      case UncheckedIOException outside ->
          err.println("kith: " + outside.getMessage() + ": " + outside.getCause());
      default -> {
        err.println("kith: this is a defect in Kith:");
        e.printStackTrace(err);
      }
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
