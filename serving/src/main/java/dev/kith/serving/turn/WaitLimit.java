package dev.kith.serving.turn;

import java.util.concurrent.TimeUnit;

/**
 * How many may wait: so many as will have their turn in time, by how long turns took lately. One
 * thread at a time.
 *
 * <p>Two times are told apart, as CoDel does. A burst may wait for {@link #BURST}; it is over soon.
 * Where somebody has been waiting all that time, more comes than can be answered, and a longer
 * queue would make all later without answering more: from then on nobody waits longer than about
 * {@link #STANDING}, or as long as a turn takes, if that is more.
 *
 * <p>Times are {@link System#nanoTime}'s.
 */
final class WaitLimit {
  static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);
  static final long STANDING = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * So many may wait, however long that takes: a few callers who wait for their answers before they
   * ask again are no overload, on a slow machine neither.
   */
  static final int LEAST = 16;

  /** So much time of turns is averaged: a pause, as of a garbage collection, is little of it. */
  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

  private final int most;
  private long emptyUntil;
  private long lastEnd;

  /** How long a turn takes; 0 if it is not known. */
  private double took;

  /** How long after a turn the next one ends while many wait; 0 if it is not known. */
  private double interval;

  /** Of the turns since these two were told. */
  private int turns;

  private double sumOfTook;
  private double sumOfIntervals;

  /**
   * @param most may wait ever
   * @param now what time it is
   */
  WaitLimit(int most, long now) {
    this.most = most;
    this.emptyUntil = now;
    this.lastEnd = now;
  }

  /** Nobody waits. */
  void empty(long now) {
    emptyUntil = now;
  }

  /**
   * A turn ended.
   *
   * @param waitedSince when its task came
   * @param atATime how many run beside each other
   */
  void ended(long waitedSince, long began, long now, int atATime) {
    // What had to wait for others ends one interval after one of them; what had not tells none.
    boolean waited = waitedSince - lastEnd < 0;
    sumOfIntervals += waited ? (double) (now - lastEnd) : (double) (now - began) / atATime;
    sumOfTook += (double) (now - began);
    turns++;
    lastEnd = now;
    if (sumOfIntervals >= WINDOW) {
      interval = smoothed(interval, sumOfIntervals / turns);
      took = smoothed(took, sumOfTook / turns);
      turns = 0;
      sumOfTook = 0;
      sumOfIntervals = 0;
    }
  }

  private static double smoothed(double before, double now) {
    return before == 0 ? now : (before + now) / 2;
  }

  /** How many may wait. */
  int limit(long now) {
    if (interval == 0) {
      return most;
    }
    return (int) Math.clamp(longest(now) / interval, Math.min(LEAST, most), most);
  }

  /** Whether a turn that begins now is too late for what came then, since limits were wrong. */
  boolean isLate(long since, long now) {
    return took != 0 && now - since > Math.max((double) BURST, LEAST * took);
  }

  private double longest(long now) {
    return now - emptyUntil < BURST ? BURST : Math.max((double) STANDING, took);
  }
}
