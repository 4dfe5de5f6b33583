package dev.kith.ingest;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens on other threads. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Await() {}

  /** Fails if the condition does not become true within a minute. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(Duration.ofMillis(10));
    }
  }
}
