package dev.kith.ingest.verify;

import java.time.Duration;

/** How long something is waited for that does not get on. Not thread-safe. */
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Duration longest;
  private long least;
  private long since;

  Patience(Duration longest) {
    this.longest = longest;
  }

  /** Something else is waited for. */
  void begin() {
    least = Long.MAX_VALUE;
    since = System.nanoTime();
  }

  /**
   * Waits a little, unless it got no closer for too long.
   *
   * @param left how far it is from what is waited for
   * @return whether to go on
   */
  boolean pause(long left) throws CannotTellException {
    long now = System.nanoTime();
    if (left < least) {
      least = left;
      since = now;
    } else if (now - since > longest.toNanos()) {
      return false;
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotTellException("interrupted", e);
    }
    return true;
  }
}
