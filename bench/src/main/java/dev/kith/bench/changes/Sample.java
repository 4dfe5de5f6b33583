package dev.kith.bench.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Something that was counted or measured at some time.
 *
 * @param nanos as {@code nanoTime} tells time
 */
record Sample(long nanos, double value) {

  /**
   * What samples come to, second by second.
   *
   * @param begin of the first second
   * @param what of those of one second, of which there may be none
   */
  static double[] bySecond(
      List<Sample> samples, long begin, int seconds, ToDoubleFunction<List<Sample>> what) {
    List<List<Sample>> parts = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      parts.add(new ArrayList<>());
    }
    for (Sample sample : samples) {
      long second = Math.floorDiv(sample.nanos() - begin, TimeUnit.SECONDS.toNanos(1));
      if (second >= 0 && second < seconds) {
        parts.get((int) second).add(sample);
      }
    }
    return parts.stream().mapToDouble(what).toArray();
  }

  static double sum(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::value).sum();
  }

  static double most(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::value).max().orElse(Double.NaN);
  }

  /** The value that so many per cent are not above; no number if there are none. */
  static double percentile(List<Sample> samples, double percent) {
    if (samples.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = samples.stream().map(Sample::value).sorted().toList();
    int index = (int) Math.ceil(percent / 100 * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
  }
}
