package dev.kith.features.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** What a value in features.yaml means, however it is written. */
public final class Meaning {
  private static final int LONGEST_NUMBER = 40;

  private Meaning() {}

  /**
   * Something that is equal for values that mean the same: {@code 7d} and {@code 168h}, {@code 0}
   * and {@code 0.0}, texts with more or less space between words that are not quoted.
   */
  public static Object of(String value) {
    OptionalLong micros = Types.duration(value);
    if (micros.isPresent()) {
      return Duration.of(micros.getAsLong(), ChronoUnit.MICROS);
    }
    if (value.length() <= LONGEST_NUMBER) {
      try {
        return new BigDecimal(value).stripTrailingZeros();
      } catch (NumberFormatException e) {
        // it is a text
      }
    }
    boolean quotes = value.indexOf('"') >= 0 || value.indexOf('\'') >= 0;
    return quotes ? value : value.strip().replaceAll("\\s+", " ");
  }
}
