package dev.kith.pipeline.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what happens, and how long after the last COMMIT was sent. Thread-safe. */
final class Narrator {
  private final PrintStream out;
  private long sent = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  synchronized void begin(Scene scene) {
    out.printf("%n%s%n", scene.title());
    scene.statements().forEach(statement -> out.printf("  SQL> %s;%n", statement));
  }

  /** The COMMIT is sent now. */
  synchronized void commit() {
    sent = System.nanoTime();
  }

  /**
   * Tells what happened.
   *
   * @param at when, as {@link System#nanoTime}
   */
  synchronized void tell(long at, String where, String what) {
    out.printf(Locale.ROOT, "  %+8.1f ms  %-24s %s%n", (at - sent) / 1e6, where, what);
    out.flush();
  }
}
