package dev.kith.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
   * Measures.
   *
   * @param call safe for any number of threads; one that throws fails the measurement
   * @return the latencies, in nanoseconds
   */
  public Histogram run(Runnable call) throws InterruptedException, ExecutionException {
    Histogram latencies = new SynchronizedHistogram(DIGITS);
    List<Future<?>> calls = new ArrayList<>();
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime();
    long begin = start + warmUp.toNanos();
    long end = begin + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long due = start; due < end; due += interval) {
        awaitTime(due);
        long asked = due;
        calls.add(
            threads.submit(
                () -> {
                  call.run();
                  if (asked >= begin) {
                    latencies.recordValue(System.nanoTime() - asked);
                  }
                }));
      }
    }
    for (Future<?> done : calls) {
      done.get();
    }
    return latencies;
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
