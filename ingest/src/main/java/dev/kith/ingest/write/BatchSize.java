package dev.kith.ingest.write;

import java.time.Duration;

/**
 * How many records the next batch may have, by what the store made of the last ones: as many as it
 * takes in the time that a batch should last, and few enough that batches seldom meet.
 *
 * <p>The time: while the partition is nearly caught up a batch should be short, because reads of
 * Dgraph wait for it; while much waits, large ones cost less a record. The size follows quickly in
 * both directions, and rests between half of the time and the whole.
 *
 * <p>Conflicts, by additive increase and multiplicative decrease, as TCP finds out what a network
 * carries (Chiu and Jain, "Analysis of the Increase and Decrease Algorithms for Congestion
 * Avoidance", 1989): one halves what is allowed, a commit brings one record back. The larger
 * batches are the likelier they meet, so this comes to rest, at n records with two in n aborted.
 *
 * <p>Used by one thread.
 */
final class BatchSize {
  static final int SMALLEST = 50;
  static final int LARGEST = 1_000;

  private static final Duration WHILE_LIVE = Duration.ofMillis(100);
  private static final Duration WHILE_BEHIND = Duration.ofSeconds(1);

  private int byTime = 2 * SMALLEST;
  private int byConflicts = LARGEST;

  /** At most this many. */
  int limit() {
    return Math.min(byTime, byConflicts);
  }

  /**
   * A batch was committed.
   *
   * @param took the attempt that succeeded
   * @param behind whether much more waits
   */
  void committed(int records, Duration took, boolean behind) {
    Duration wanted = behind ? WHILE_BEHIND : WHILE_LIVE;
    boolean full = records >= limit();
    if (took.compareTo(wanted) > 0) {
      byTime = bounded(Math.min(byTime, records) * 3 / 4);
    } else if (full && took.multipliedBy(2).compareTo(wanted) < 0) {
      byTime = bounded(byTime * 3 / 2);
    }
    if (full) {
      byConflicts = bounded(byConflicts + 1);
    }
  }

  /** A batch was aborted, because another transaction was in its way. */
  void aborted(int records) {
    byConflicts = bounded(Math.min(byConflicts, records) / 2);
  }

  private static int bounded(int size) {
    return Math.clamp(size, SMALLEST, LARGEST);
  }
}
