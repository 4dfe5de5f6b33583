package dev.kith.dgraph;

import java.time.Duration;

/** A moment until which an answer is waited for. */
record Deadline(long nanoTime) {

  static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** What is left, in nanoseconds; negative once it has passed. */
  long remainingNanos() {
    return nanoTime - System.nanoTime();
  }
}
