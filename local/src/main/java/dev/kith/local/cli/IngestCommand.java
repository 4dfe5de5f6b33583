package dev.kith.local.cli;

import dev.kith.admin.process.ServerProcess;
import dev.kith.ingest.Ingest;
import dev.kith.ingest.IngestProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kith ingest}. */
@Command(
    name = "ingest",
    description = {
      "Keep the graph: CDC topics to kith.graph-changes, and from there to Dgraph.",
      "",
      "Configured by environment variables. Any other KAFKA_… variable is a property of the Kafka"
          + " clients: KAFKA_SECURITY_PROTOCOL is security.protocol."
    })
final class IngestCommand implements Callable<Integer> {
  @Spec
  void help(CommandSpec spec) {
    SettingsHelp.add(spec, Ingest.SETTINGS);
  }

  @Override
  public Integer call() {
    return ServerProcess.run(Ingest.SETTINGS, IngestProcess::run);
  }
}
