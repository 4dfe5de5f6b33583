package dev.kith.bench.peer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long the processors worked for the Dgraph that this process started. */
final class AlphaCpu {
  private AlphaCpu() {}

  /** Of its alpha so far; empty if it runs elsewhere, or in a container. */
  static Optional<Duration> now() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::info)
        .filter(AlphaCpu::isAlpha)
        .findFirst()
        .flatMap(ProcessHandle.Info::totalCpuDuration);
  }

  private static boolean isAlpha(ProcessHandle.Info process) {
    return process.command().filter(command -> command.endsWith("/dgraph")).isPresent()
        && process.arguments().filter(words -> List.of(words).contains("alpha")).isPresent();
  }
}
