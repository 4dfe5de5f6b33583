package dev.kith.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Callers of which each waits for its answer before it asks again. So a slow answer delays the
 * calls that would have come meanwhile, instead of letting them wait: what is measured is how fast
 * the other side answers, not what callers see who come at their own pace.
 *
 * @param callers at a time
 * @param warmUp not measured
 */
public record ClosedLoop(int callers, Duration warmUp, Duration time) {
  private static final int DIGITS = 3;

  /**
   * What was measured.
   *
   * @param latencies of every call, in nanoseconds
   */
  public record Result(Histogram latencies, Duration time) {
    public double perSecond() {
      return latencies.getTotalCount() * 1e9 / time.toNanos();
    }

    public double micros(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e3;
    }
  }

  /**
   * Measures.
   *
   * @param callOf what a caller does each time; a call that throws ends the measurement
   */
  public Result run(IntFunction<Runnable> callOf) throws InterruptedException, ExecutionException {
    List<Callable<Histogram>> loops = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < callers; i++) {
      Runnable call = callOf.apply(i);
      loops.add(() -> loop(call, start + warmUp.toNanos()));
    }
    Histogram all = new Histogram(DIGITS);
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (Future<Histogram> loop : threads.invokeAll(loops)) {
        all.add(loop.get());
      }
    }
    return new Result(all, time);
  }

  private Histogram loop(Runnable call, long begin) {
    Histogram latencies = new Histogram(DIGITS);
    long now = System.nanoTime();
    while (now < begin) {
      call.run();
      now = System.nanoTime();
    }
    long end = begin + time.toNanos();
    while (true) {
      long asked = now;
      call.run();
      now = System.nanoTime();
      if (now > end) {
        return latencies; // that one did not end in time
      }
      latencies.recordValue(now - asked);
    }
  }
}
