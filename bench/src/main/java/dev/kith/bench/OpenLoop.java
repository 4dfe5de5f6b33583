package dev.kith.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Calls that come at a steady pace, whether those before them were answered or not, as callers do
 * who know nothing of each other. A latency is the time since the call was due, so a call that
 * comes late because the machine was busy has waited for that too.
 *
 * @param perSecond how many calls
 * @param warmUp not measured
 */
public record OpenLoop(int perSecond, Duration warmUp, Duration time) {
  private static final int DIGITS = 3;

  /**
   * What was measured.
   *
   * @param latencies of calls that were answered, in nanoseconds
   * @param failed how many were not
   */
  public record Result(Histogram latencies, long failed) {}

  /**
   * Measures.
   *
   * @param call safe for any number of threads; fails if it throws
   */
  public Result run(Runnable call) throws InterruptedException {
    Histogram latencies = new SynchronizedHistogram(DIGITS);
    AtomicLong failed = new AtomicLong();
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime();
    long begin = start + warmUp.toNanos();
    long end = begin + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long due = start; due < end; due += interval) {
        awaitTime(due);
        long asked = due;
        threads.execute(
            () -> {
              boolean answered = isAnswered(call);
              if (asked >= begin && answered) {
                latencies.recordValue(System.nanoTime() - asked);
              } else if (asked >= begin) {
                failed.incrementAndGet();
              }
            });
      }
    }
    return new Result(latencies, failed.get());
  }

  private static boolean isAnswered(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
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
