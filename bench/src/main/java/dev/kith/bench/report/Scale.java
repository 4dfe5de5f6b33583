package dev.kith.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How values become places on an axis.
 *
 * @param log whether equal ratios, and not equal differences, have equal lengths
 * @param start the place of {@code from}, {@code end} that of {@code to}
 */
record Scale(boolean log, double from, double to, double start, double end) {
  private static final int TICKS = 5;

  /** One that has room for all of some values. */
  static Scale of(DoubleStream values, boolean log, double start, double end) {
    double[] shown = values.filter(value -> isShown(value, log)).toArray();
    double least = DoubleStream.of(shown).min().orElse(1);
    double most = DoubleStream.of(shown).max().orElse(1);
    if (log) {
      double from = Math.pow(10, Math.floor(Math.log10(least)));
      return new Scale(true, from, Math.max(most * 1.1, from * 10), start, end);
    }
    double from = Math.min(0, least);
    return new Scale(false, from, Math.max(most * 1.05, from + 1e-9), start, end);
  }

  /** Whether a value has a place: there is none for 0 on a log scale, and none for no number. */
  static boolean isShown(double value, boolean log) {
    return Double.isFinite(value) && (!log || value > 0);
  }

  double place(double value) {
    double share =
        log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    return start + share * (end - start);
  }

  /** Round values to be named beside the axis. */
  List<Double> ticks() {
    List<Double> out = new ArrayList<>();
    if (log) {
      boolean few = Math.log10(to / from) <= 2;
      for (double decade = from; decade <= to; decade *= 10) {
        for (int step : few ? new int[] {1, 2, 5} : new int[] {1}) {
          out.add(decade * step);
        }
      }
      out.removeIf(tick -> tick > to);
      return out;
    }
    double step = step((to - from) / TICKS);
    for (double tick = Math.ceil(from / step); tick * step <= to; tick++) {
      out.add(tick * step);
    }
    return out;
  }

  /** The next that is 1, 2 or 5 times a power of ten. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double digits = least / power;
    return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
  }
}
