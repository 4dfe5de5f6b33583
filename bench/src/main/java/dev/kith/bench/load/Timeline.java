package dev.kith.bench.load;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How calls ended, second by second, by when they were due. Any number of threads add to it without
 * waiting for each other; it is read when they are done.
 */
public final class Timeline {
  private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);
  private static final int DIGITS = 2; // a second has 20 kB then

  private final long begin;
  private final List<Second> seconds = new ArrayList<>();

  private record Second(AtomicHistogram answered, AtomicIntegerArray codes) {
    Second() {
      this(
          new AtomicHistogram(MOST_MICROS, DIGITS),
          new AtomicIntegerArray(Status.Code.values().length));
    }
  }

  /**
   * @param begin of the first second, as {@code nanoTime} tells time; what was due before is not
   *     counted
   */
  Timeline(long begin, int seconds) {
    this.begin = begin;
    for (int i = 0; i < seconds; i++) {
      this.seconds.add(new Second());
    }
  }

  /**
   * Adds a call.
   *
   * @param nanos from when it was due to its end
   */
  void add(long due, long nanos, Status.Code code) {
    int index = (int) Math.floorDiv(due - begin, TimeUnit.SECONDS.toNanos(1));
    if (index < 0 || index >= seconds.size()) {
      return;
    }
    Second second = seconds.get(index);
    second.codes().incrementAndGet(code.value());
    if (code == Status.Code.OK) {
      second.answered().recordValue(Math.clamp(nanos / 1_000, 1, MOST_MICROS));
    }
  }

  /** When the first second began, as {@code nanoTime} tells time. */
  public long begin() {
    return begin;
  }

  public int seconds() {
    return seconds.size();
  }

  /** Latencies of what was answered, in microseconds. */
  public Histogram answered() {
    return answered(0, seconds.size());
  }

  /** As {@link #answered()}, of the seconds from one to another, exclusive. */
  public Histogram answered(int from, int to) {
    Histogram all = new Histogram(MOST_MICROS, DIGITS);
    seconds.subList(from, to).forEach(second -> all.add(second.answered()));
    return all;
  }

  /** A percentile in milliseconds of what was answered. */
  public double millis(double percentile) {
    return answered().getValueAtPercentile(percentile) / 1e3;
  }

  /** A percentile in milliseconds, second by second. */
  public double[] millisBySecond(double percentile) {
    return seconds.stream()
        .mapToDouble(second -> second.answered().getValueAtPercentile(percentile) / 1e3)
        .toArray();
  }

  /** How many were answered, second by second. */
  public double[] answeredBySecond() {
    return seconds.stream().mapToDouble(second -> second.answered().getTotalCount()).toArray();
  }

  /** Answers a second. */
  public double perSecond() {
    return (double) answered().getTotalCount() / seconds.size();
  }

  /** How many calls ended with each code, of those with which any did. */
  public Map<Status.Code, Long> codes() {
    Map<Status.Code, Long> out = new EnumMap<>(Status.Code.class);
    for (Second second : seconds) {
      for (Status.Code code : Status.Code.values()) {
        out.merge(code, (long) second.codes().get(code.value()), Long::sum);
      }
    }
    out.values().removeIf(count -> count == 0);
    return new TreeMap<>(out);
  }

  /** The share of calls that were not answered. */
  public double failed() {
    Map<Status.Code, Long> codes = codes();
    long all = codes.values().stream().mapToLong(count -> count).sum();
    return all == 0 ? 0 : 1 - (double) codes.getOrDefault(Status.Code.OK, 0L) / all;
  }
}
