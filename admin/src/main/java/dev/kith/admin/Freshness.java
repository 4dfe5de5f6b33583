package dev.kith.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.ToDoubleFunction;

/**
 * How far what applies the changes of a topic is behind that topic. It is told, and asks nobody; so
 * to read it costs nothing. Thread-safe.
 */
public final class Freshness {
  private static final long NEVER = Long.MIN_VALUE;
  private static final long UNKNOWN = -1;

  /**
   * How it is now. What is not known is -1.
   *
   * @param lagRecords how many records are not applied yet
   * @param lagSeconds 0 if none is missing; else the time since the newest applied one came to be,
   *     or since none was missing, whichever is less. Grows, too, while it can't be told whether
   *     any is missing
   * @param newestAgeSeconds the time since the newest applied record came to be, by its timestamp
   * @param asOfAgeSeconds the time since which something may have reached the CDC topics that is
   *     not applied
   */
  public record Report(
      long lagRecords, double lagSeconds, double newestAgeSeconds, double asOfAgeSeconds) {}

  private final InstantSource clock;
  private final long start;
  private final LongAccumulator newest = new LongAccumulator(Math::max, NEVER);
  private volatile long missing = UNKNOWN;
  private volatile long caughtUp = NEVER;
  private volatile long asOf = NEVER;

  public Freshness(InstantSource clock) {
    this.clock = clock;
    this.start = clock.millis();
  }

  /**
   * A record was applied.
   *
   * @param timestamp the record's, in epoch milliseconds; one in the future counts as now
   */
  public void applied(long timestamp) {
    newest.accumulate(Math.min(timestamp, clock.millis()));
  }

  /** So many records are not applied yet. */
  public void missing(long records) {
    if (records == 0) {
      caughtUp = clock.millis();
    }
    missing = records;
  }

  /** How many are missing can't be told now. */
  public void unknown() {
    missing = UNKNOWN;
  }

  /** Whatever had reached the CDC topics at that time, in epoch microseconds, is applied. */
  public void asOf(long time) {
    asOf = time / 1_000;
  }

  /** That is not known any more. */
  public void asOfUnknown() {
    asOf = NEVER;
  }

  public Report report() {
    return new Report(missing, lagSeconds(), age(newest.get()), age(asOf));
  }

  private double lagSeconds() {
    if (missing == 0) {
      return 0;
    }
    long since = Math.max(newest.get(), caughtUp);
    return age(since == NEVER ? start : since);
  }

  private double age(long since) {
    return since == NEVER ? UNKNOWN : Math.max(0, clock.millis() - since) / 1000.0;
  }

  /**
   * Shows it as gauges, for which NaN is what is not known.
   *
   * @param part what the names begin with, for instance {@code kith.writer}
   */
  public void bindTo(MeterRegistry registry, String part) {
    gauge(
        registry,
        part + ".lag.records",
        "Records that are not applied yet",
        report -> report.lagRecords());
    gauge(
        registry,
        part + ".lag.seconds",
        "0 if nothing is missing, else the time since the newest applied change came to be, or"
            + " since nothing was missing",
        Report::lagSeconds);
    gauge(
        registry,
        part + ".newest.change.age.seconds",
        "Time since the newest applied change came to be",
        Report::newestAgeSeconds);
    gauge(
        registry,
        part + ".as.of.age.seconds",
        "Time since which something may have reached the CDC topics that is not applied",
        Report::asOfAgeSeconds);
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<Report> value) {
    Gauge.builder(
            name,
            this,
            freshness -> {
              double now = value.applyAsDouble(freshness.report());
              return now == UNKNOWN ? Double.NaN : now;
            })
        .description(help)
        .strongReference(true)
        .register(registry);
  }
}
