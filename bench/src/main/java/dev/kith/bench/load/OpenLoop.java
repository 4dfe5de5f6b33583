package dev.kith.bench.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that come at a steady pace, whether those before them were answered or not, as callers do
 * who know nothing of each other. A latency is the time since the call was due, so a call that
 * comes late because the machine was busy has waited for that too (no coordinated omission).
 *
 * @param perSecond how many calls
 * @param warmUp not measured
 */
public record OpenLoop(int perSecond, Duration warmUp, Duration time) {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Begins a call, and does not wait for its end. */
  public interface Call {
    /**
     * Begins it.
     *
     * @param ended to be told once, on any thread
     */
    void begin(Ended ended);
  }

  /** Is told how a call ended. */
  public interface Ended {
    void with(Status.Code code);
  }

  /**
   * Makes the calls, on this thread, and waits until all have ended.
   *
   * @throws TimeoutException if some do not
   */
  public Timeline run(Call call) throws InterruptedException, TimeoutException {
    Semaphore over = new Semaphore(0);
    long start = System.nanoTime();
    long begin = start + warmUp.toNanos();
    long calls = perSecond * warmUp.plus(time).toNanos() / SECOND;
    Timeline timeline = new Timeline(begin, (int) Math.ceilDiv(time.toNanos(), SECOND));
    for (long i = 0; i < calls; i++) {
      long due = start + i * SECOND / perSecond;
      awaitTime(due);
      call.begin(
          code -> {
            timeline.add(due, System.nanoTime() - due, code);
            over.release();
          });
    }
    if (!over.tryAcquire((int) calls, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException(calls - over.availablePermits() + " calls never ended");
    }
    return timeline;
  }

  private static void awaitTime(long due) throws InterruptedException {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      left = due - System.nanoTime();
    }
  }
}
