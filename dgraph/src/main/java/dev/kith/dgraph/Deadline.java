package dev.kith.dgraph;

import java.time.Duration;

/** A moment until which an answer is waited for. */
record Deadline(long nanoTime) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** After that time, but at most a day: nobody waits longer, and nanoseconds don't overflow. */
  static Deadline after(Duration timeout) {
    Duration bounded = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** What is left, in nanoseconds; negative once it has passed. */
  long remainingNanos() {
    return nanoTime - System.nanoTime();
  }
}
