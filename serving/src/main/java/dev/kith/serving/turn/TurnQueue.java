package dev.kith.serving.turn;

import dev.kith.serving.turn.FairQueue.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, no more of them than can have their turn in time, and fair between callers. One
 * thread at a time: whoever owns it locks. Tasks are only called by {@link Turn} and {@link
 * Refused}, which are for after the lock.
 */
final class TurnQueue {

  /** A task that must be told that it has no turn. */
  record Refused(Task task, Refusal why) {}

  private final FairQueue waiting = new FairQueue();
  private final WaitLimit limit;

  /**
   * @param most may wait ever
   */
  TurnQueue(int most) {
    limit = new WaitLimit(most, System.nanoTime());
  }

  int size() {
    return waiting.size();
  }

  /** How many may wait now. */
  int limit() {
    return limit.limit(System.nanoTime());
  }

  /** Adds a task. Returns who has no place because of that, maybe the task itself; null if none. */
  @Nullable Refused add(Task task) {
    long now = System.nanoTime();
    Waiting one = new Waiting(task, now);
    if (waiting.size() == 0) {
      limit.empty(now);
    }
    if (waiting.size() < limit.limit(now)) {
      waiting.add(one);
      return null;
    }
    Task loser = waiting.addInPlace(one).task();
    return new Refused(loser, loser.equals(task) ? Refusal.FULL : Refusal.DISPLACED);
  }

  /** Whose turn it is; null if nobody waits. */
  @Nullable Turn next() {
    long now = System.nanoTime();
    boolean few = waiting.size() <= WaitLimit.LEAST;
    Waiting next = waiting.poll();
    return next == null
        ? null
        : new Turn(next.task(), next.since(), now, !few && limit.isLate(next.since(), now));
  }

  /**
   * A turn ended.
   *
   * @param atATime how many run beside each other
   */
  void ended(Turn turn, int atATime) {
    if (!turn.late()) {
      limit.ended(turn.since(), turn.began(), System.nanoTime(), atATime);
    }
  }
}
