package dev.kith.features.definition;

import java.util.Locale;

/** A unit in which the time since a timestamp is told. */
public enum ElapsedUnit {
  SECONDS(1_000_000L),
  MINUTES(60 * 1_000_000L),
  HOURS(3_600 * 1_000_000L),
  DAYS(86_400 * 1_000_000L);

  private final long micros;

  ElapsedUnit(long micros) {
    this.micros = micros;
  }

  /**
   * The time from one instant to another, both in epoch microseconds; not rounded to whole units.
   */
  public double between(long from, long to) {
    return (double) (to - from) / micros;
  }

  /** As features.yaml writes it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
