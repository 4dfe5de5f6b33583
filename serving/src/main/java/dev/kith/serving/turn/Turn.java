package dev.kith.serving.turn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task whose turn it is.
 *
 * @param since when it waited
 * @param began when its turn came
 * @param late whether that is too late, so that it is refused instead
 */
record Turn(Task task, long since, long began, boolean late) {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** Of one that need not wait. */
  static Turn now(Task task) {
    long now = System.nanoTime();
    return new Turn(task, now, now, false);
  }

  /** Runs it, and bears its defects: those that wait behind it must not suffer from them. */
  void take(TurnMetrics metrics) {
    try {
      if (late) {
        metrics.refuse(task, Refusal.LATE);
      } else {
        task.run();
      }
    } catch (Throwable e) { // whatever it is, others wait
      LOG.error("A task failed", e);
    }
  }
}
