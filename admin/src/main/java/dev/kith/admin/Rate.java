package dev.kith.admin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** How often something happens, over the last minute. Thread-safe. */
public final class Rate {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private record Sample(long time, long count) {}

  private final LongSupplier nanoTime;
  private final Deque<Sample> samples = new ArrayDeque<>();

  public Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How often it has happened so far. To be told every few seconds. */
  public synchronized void sample(long count) {
    long now = nanoTime.getAsLong();
    while (samples.size() > 1 && now - samples.getFirst().time() > WINDOW) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(now, count));
  }

  /** Times a second; 0 while there is nothing to compare. */
  public synchronized double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    long took = samples.getLast().time() - samples.getFirst().time();
    return took == 0 ? 0 : 1e9 * (samples.getLast().count() - samples.getFirst().count()) / took;
  }
}
