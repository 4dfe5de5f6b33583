package dev.kith.bench.report;

import java.util.Locale;

/**
 * A figure beside the bar that it is held against.
 *
 * @param met whether it reaches it; {@link Met#UNKNOWN} where it could not be measured
 */
public record Bar(String what, String measured, String bar, Met met) {

  /** Whether a bar is reached. */
  public enum Met {
    YES("yes"),
    NO("**no**"),
    UNKNOWN("not measured");

    private final String text;

    Met(String text) {
      this.text = text;
    }
  }

  /** What stands above the {@link #row}s. */
  public static final String COLUMNS =
      "| what | measured | bar | met |\n| --- | ---: | ---: | --- |";

  /** A figure that should not be less. */
  public static Bar atLeast(String what, double measured, double bar, String unit) {
    return new Bar(what, figure(measured, unit), "≥ " + figure(bar, unit), met(measured >= bar));
  }

  /** A figure that should not be more. */
  public static Bar atMost(String what, double measured, double bar, String unit) {
    return new Bar(what, figure(measured, unit), "≤ " + figure(bar, unit), met(measured <= bar));
  }

  /** Something that should be so. */
  public static Bar holds(String what, String measured, String bar, boolean met) {
    return new Bar(what, measured, bar, met(met));
  }

  /** What this run left out. */
  public static Bar unknown(String what, String bar) {
    return new Bar(what, "", bar, Met.UNKNOWN);
  }

  /** A line of a table in Markdown. */
  public String row() {
    return "| %s | %s | %s | %s |".formatted(what, measured, bar, met.text);
  }

  private static Met met(boolean met) {
    return met ? Met.YES : Met.NO;
  }

  /** With three digits that count, or all of a whole number. */
  static String figure(double value, String unit) {
    int digits = value == Math.rint(value) && Math.abs(value) < 1e15 ? 0 : digits(Math.abs(value));
    return String.format(Locale.ROOT, "%,." + digits + "f%s", value, unit);
  }

  private static int digits(double size) {
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  }
}
