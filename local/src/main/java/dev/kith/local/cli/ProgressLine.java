package dev.kith.local.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How far a long piece of work is: a bar redrawn in place on a terminal, else a line every few
 * seconds. Not thread-safe.
 */
final class ProgressLine {
  private static final int WIDTH = 30;
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration NEXT_LINE = Duration.ofSeconds(3);
  private static final Duration FIRST_ESTIMATE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private final String what;
  private final long started = System.nanoTime();
  private long shown = started;
  private boolean drawn;

  /**
   * @param what is being done: "Publishing"
   */
  ProgressLine(PrintStream out, boolean terminal, String what) {
    this.out = out;
    this.terminal = terminal;
    this.what = what;
  }

  /** So many rows, and that share of all. Cheap enough to be called for every row. */
  void at(long rows, double share) {
    show(() -> line(rows, share, elapsed()));
  }

  /** So many are left of nobody knows how many. */
  void left(long count) {
    show(() -> String.format(Locale.ROOT, "%s: %,d left", what, count));
  }

  /** So many of nobody knows how many. */
  void so(long count) {
    show(() -> String.format(Locale.ROOT, "%s: %,d  %,d/s", what, count, rate(count, elapsed())));
  }

  private void show(Supplier<String> text) {
    long now = System.nanoTime();
    Duration since = Duration.ofNanos(now - shown);
    if (since.compareTo(terminal ? REDRAW : NEXT_LINE) >= 0) {
      shown = now;
      String line = text.get();
      if (terminal) {
        drawn = true;
        out.print("\r" + line + "\u001b[K");
        out.flush();
      } else {
        out.println(line);
      }
    }
  }

  /** Clears the way for a line of the caller's. */
  void clear() {
    if (drawn) {
      drawn = false;
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  String line(long rows, double share, Duration elapsed) {
    int filled = (int) (share * WIDTH);
    String bar = terminal ? "[" + "█".repeat(filled) + " ".repeat(WIDTH - filled) + "] " : "";
    return String.format(
        Locale.ROOT,
        "%s %s%3d %%  %,d rows  %,d/s%s",
        what,
        bar,
        (int) (share * 100),
        rows,
        rate(rows, elapsed),
        left(share, elapsed));
  }

  /** How long it will still take if it goes on so; nothing where that can't be told yet. */
  private static String left(double share, Duration elapsed) {
    if (share < 0.01 || elapsed.compareTo(FIRST_ESTIMATE) < 0) {
      return "";
    }
    long seconds = (long) Math.ceil(elapsed.toMillis() / 1000.0 * (1 - share) / share);
    return seconds < 120 ? "  " + seconds + " s left" : "  " + seconds / 60 + " min left";
  }

  /** Rows a second. */
  static long rate(long rows, Duration elapsed) {
    return (long) (rows / Math.max(0.001, elapsed.toNanos() / 1e9));
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
