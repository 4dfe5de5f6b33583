package dev.kith.serving.rpc;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much of its time a call that is in no hurry works. One thread. */
final class Pace {
  private static final Duration DEFAULT_TIME = Duration.ofSeconds(60);

  /** Rests so many times as long as it worked. */
  private static final int RESTS = 3;

  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final Duration SHORTEST_REST_OF_DGRAPH = Duration.ofMillis(50);

  private final Context call = Context.current();
  private final long end;
  private long began;

  private Pace(Duration time) {
    this.end = System.nanoTime() + time.toNanos();
  }

  /** For the call that this thread works for: it leaves a fifth of its time for the way back. */
  static Pace ofThisCall() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return new Pace(DEFAULT_TIME);
    }
    Duration time = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return new Pace(time.minus(time.dividedBy(5)));
  }

  /** Until when it may work; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Whether the time is up, or nobody waits any more. */
  boolean isOver() {
    return end - System.nanoTime() <= 0 || call.isCancelled();
  }

  /** A piece of work begins. */
  void begin() {
    began = System.nanoTime();
  }

  /** It has ended. */
  void rest(boolean ofDgraph) throws InterruptedException {
    Duration rest = Duration.ofNanos(RESTS * (System.nanoTime() - began));
    if (ofDgraph && rest.compareTo(SHORTEST_REST_OF_DGRAPH) < 0) {
      rest = SHORTEST_REST_OF_DGRAPH;
    }
    Thread.sleep(min(min(rest, LONGEST_REST), left()));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
