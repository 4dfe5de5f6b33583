package dev.kith.bench.rig;

import dev.kith.bench.report.Report;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long a stage took to take what waited for it.
 *
 * @param count how much was left when it was first seen to move
 * @param time from then until nothing was left
 * @param startUp from its start until it was first seen to move
 */
public record Drain(long count, Duration time, Duration startUp) {

  /**
   * Waits until nothing is left.
   *
   * @param waiting how much waits before the start
   * @param start of the stage, as {@code nanoTime} tells time
   * @param lag how much is left now; {@link Long#MAX_VALUE} if that can't be told
   * @param pause between two looks
   */
  static Drain watch(
      long waiting, long start, LongSupplier lag, LongSupplier nanoTime, Runnable pause) {
    long left = lag.getAsLong();
    while (left >= waiting) {
      pause.run();
      left = lag.getAsLong();
    }
    long begun = nanoTime.getAsLong();
    if (left == 0) { // it was too fast to be seen moving
      return new Drain(waiting, Duration.ofNanos(begun - start), Duration.ZERO);
    }
    long count = left;
    while (left > 0) {
      pause.run();
      left = lag.getAsLong();
    }
    return new Drain(
        count, Duration.ofNanos(nanoTime.getAsLong() - begun), Duration.ofNanos(begun - start));
  }

  /** What stands above the {@link #row}s. */
  public static void columns(Report report) {
    report.columns("way", "events", "seconds", "events/s", "start-up, seconds");
  }

  /** A line of a table. */
  public void row(Report report, String way) {
    report.row(
        way,
        String.format(Locale.ROOT, "%,d", count),
        String.format(Locale.ROOT, "%.2f", seconds()),
        String.format(Locale.ROOT, "%,.0f", perSecond()),
        String.format(Locale.ROOT, "%.2f", startUp.toNanos() / 1e9));
  }

  public double seconds() {
    return time.toNanos() / 1e9;
  }

  public double perSecond() {
    return count * 1e9 / time.toNanos();
  }
}
