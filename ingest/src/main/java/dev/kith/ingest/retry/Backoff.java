package dev.kith.ingest.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waits between attempts: each twice as long as the last, up to a longest, and each shortened
 * at random by up to a half, so that many that failed together don't come back together. Used by
 * one thread.
 */
public final class Backoff {
  private final StopSignal stop;
  private final Duration first;
  private final Duration longest;
  private Duration next;

  public Backoff(StopSignal stop, Duration first, Duration longest) {
    this.stop = stop;
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /**
   * Waits before the next attempt.
   *
   * @return whether there should be one: false once the work has to stop
   */
  public boolean pause() {
    long millis = next.toMillis();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return !stop.await(
        Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 2 + 1)));
  }

  /** Begins again with the first wait: an attempt succeeded. */
  public void reset() {
    next = first;
  }
}
