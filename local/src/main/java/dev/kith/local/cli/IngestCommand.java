package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.Monitor;
import dev.kith.graph.config.Settings;
import dev.kith.ingest.Ingest;
import java.time.Duration;
import java.util.Map;
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
  private static final Duration CHECK = Duration.ofMillis(500);

  @Spec
  void help(CommandSpec spec) {
    SettingsHelp.add(spec, Ingest.SETTINGS);
  }

  @Override
  public Integer call() {
    Map<String, String> environment = System.getenv();
    LogLevel.set(environment, Level.INFO);
    Settings settings = new Settings(environment, Ingest.SETTINGS);
    try (StopRequest stop = new StopRequest();
        Monitor monitor = Monitor.open(settings);
        Ingest ingest = new Ingest(settings, monitor)) {
      ingest.start();
      while (ingest.failure().isEmpty()) {
        if (stop.await(CHECK)) {
          return 0;
        }
      }
      return 1; // It has logged why.
    }
  }
}
