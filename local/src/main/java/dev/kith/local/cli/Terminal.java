package dev.kith.local.cli;

import java.io.PrintStream;

/**
 * Where a long-running command says what it does.
 *
 * @param out for what was asked for
 * @param err for what happens on the way
 * @param interactive whether lines can be redrawn in place
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /**
   * This process's. Whether someone looks at it, the launcher says, who knows of both streams; the
   * JVM would only tell of one.
   */
  static Terminal system() {
    return new Terminal(System.out, System.err, Boolean.getBoolean("kith.terminal"));
  }

  /** A line about what happens. */
  void say(String line) {
    err.println(line);
  }

  ProgressLine progress(String what) {
    return new ProgressLine(err, interactive, what);
  }
}
