package dev.kith.ingest;

import dev.kith.admin.Monitor;
import dev.kith.admin.process.ServerProcess;
import dev.kith.admin.process.StopRequest;
import dev.kith.graph.config.Settings;
import java.time.Duration;

/** Ingest as a process: {@code ./kith ingest}, and what its container runs. */
public final class IngestProcess {
  private static final Duration CHECK = Duration.ofMillis(500);

  private IngestProcess() {}

  public static void main(String[] args) {
    ServerProcess.main(args, Ingest.SETTINGS, IngestProcess::run);
  }

  /**
   * Runs until it is told to stop (0), or can't go on (1), of which the log tells.
   *
   * @throws dev.kith.graph.config.ConfigException if it can't begin
   */
  public static int run(Settings settings, Monitor monitor, StopRequest stop) {
    try (Ingest ingest = new Ingest(settings, monitor)) {
      ingest.start();
      while (ingest.failure().isEmpty()) {
        if (stop.await(CHECK)) {
          return 0;
        }
      }
      return 1;
    }
  }
}
