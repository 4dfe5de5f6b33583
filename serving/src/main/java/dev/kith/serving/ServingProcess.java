package dev.kith.serving;

import dev.kith.admin.Monitor;
import dev.kith.admin.process.ServerProcess;
import dev.kith.admin.process.StopRequest;
import dev.kith.graph.config.Settings;
import java.time.Duration;

/** Serving as a process: {@code ./kith serve}, and what its container runs. */
public final class ServingProcess {

  private ServingProcess() {}

  public static void main(String[] args) {
    ServerProcess.main(args, Serving.SETTINGS, ServingProcess::run);
  }

  /**
   * Answers until it is told to stop.
   *
   * @throws dev.kith.graph.config.ConfigException if it can't begin
   */
  public static int run(Settings settings, Monitor monitor, StopRequest stop) {
    try (Serving serving = new Serving(settings, monitor)) {
      serving.start();
      while (!stop.await(Duration.ofDays(1))) {
        // It answers.
      }
      return 0;
    }
  }
}
