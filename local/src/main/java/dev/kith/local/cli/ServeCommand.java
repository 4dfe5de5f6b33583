package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.Monitor;
import dev.kith.graph.config.Settings;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.util.Map;
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
    Map<String, String> environment = System.getenv();
    LogLevel.set(environment, Level.INFO);
    Settings settings = new Settings(environment, Serving.SETTINGS);
    try (StopRequest stop = new StopRequest();
        Monitor monitor = Monitor.open(settings);
        Serving serving = new Serving(settings, monitor)) {
      serving.start();
      while (!stop.await(Duration.ofDays(1))) {
        // It answers until it is told to stop.
      }
      return 0;
    }
  }
}
