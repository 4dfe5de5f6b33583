package dev.kith.serving.replica;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says how loading goes, at most once an interval. Not thread-safe. */
final class LoadingLog {
  private final LongSupplier nanoTime;
  private final long interval;
  private final long start;
  private long lastTime;
  private long lastRecords;

  LoadingLog(Duration interval, LongSupplier nanoTime) {
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastTime = start;
  }

  /** A line about a snapshot of which so many bytes are read, if it is time for one. */
  Optional<String> snapshot(long done, long total) {
    long now = nanoTime.getAsLong();
    if (now - lastTime < interval) {
      return Optional.empty();
    }
    lastTime = now;
    double percent = total == 0 ? 100 : 100.0 * done / total;
    return Optional.of(
        String.format(Locale.ROOT, "Loading a snapshot: %,.1f MB, %.1f %%", done / 1e6, percent));
  }

  /** A line, if it is time for one. The rate is that since the last line. */
  Optional<String> progress(CatchUp catchUp, long records) {
    long now = nanoTime.getAsLong();
    if (now - lastTime < interval) {
      return Optional.empty();
    }
    double percent = catchUp.total() == 0 ? 100 : 100.0 * catchUp.done() / catchUp.total();
    String line =
        String.format(
            Locale.ROOT,
            "Loading the replica: %,d changes, %.1f %%, %,.0f/s",
            records,
            percent,
            rate(records - lastRecords, now - lastTime));
    lastTime = now;
    lastRecords = records;
    return Optional.of(line);
  }

  /** The last line. */
  String finished(long records) {
    long took = nanoTime.getAsLong() - start;
    return String.format(
        Locale.ROOT,
        "The replica has caught up: %,d changes in %.1f s, %,.0f/s",
        records,
        took / 1e9,
        rate(records, took));
  }

  private static double rate(long records, long nanos) {
    return nanos == 0 ? 0 : records * 1e9 / nanos;
  }
}
