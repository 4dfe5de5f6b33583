package dev.kith.local.cli;

import dev.kith.admin.process.ServerProcess;
import dev.kith.serving.Serving;
import dev.kith.serving.ServingProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kith serve}. */
@Command(
    name = "serve",
    description = {
      "Answer over gRPC what a user's neighbourhood looks like now.",
      "",
      "Configured by environment variables. Any other KAFKA_… variable is a property of the Kafka"
          + " clients: KAFKA_SECURITY_PROTOCOL is security.protocol."
    })
final class ServeCommand implements Callable<Integer> {

  @Spec
  void help(CommandSpec spec) {
    SettingsHelp.add(spec, Serving.SETTINGS);
  }

  @Override
  public Integer call() {
    return ServerProcess.run(Serving.SETTINGS, ServingProcess::run);
  }
}
