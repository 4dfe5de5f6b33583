package dev.kith.serving.cohort;

import java.util.function.LongSupplier;

/** Leaves a part of a core to others: whoever worked rests for a multiple of that. One thread. */
final class Pace {
  private final int rest;
  private final LongSupplier nanoTime;
  private long due;

  /**
   * @param rest how many times as long as it worked
   */
  Pace(int rest, LongSupplier nanoTime) {
    this.rest = rest;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  /** So many nanoseconds until it may work. */
  long untilDue() {
    return Math.max(0, due - nanoTime.getAsLong());
  }

  /** It has worked since then. */
  void workedSince(long began) {
    long now = nanoTime.getAsLong();
    due = now + rest * (now - began);
  }

  /** It rests at least that long from now. */
  void restFor(long nanos) {
    due = Math.max(due, nanoTime.getAsLong() + nanos);
  }
}
