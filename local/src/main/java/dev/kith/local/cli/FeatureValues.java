package dev.kith.local.cli;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values of features, for people and for programs. */
final class FeatureValues {
  private static final double EXACT_LONGS = 1L << 53;

  private FeatureValues() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /**
   * For people: how fresh an answer is.
   *
   * @param known whether it says
   */
  static String asOf(boolean known, Timestamp time, Instant now) {
    if (!known) {
      return "as of a time that is not known";
    }
    Instant asOf = instant(time);
    double age = Math.max(0, Duration.between(asOf, now).toMillis() / 1000.0);
    return "as of %s (%s ago)".formatted(asOf.truncatedTo(ChronoUnit.MILLIS), Ages.text(age));
  }

  /** For people: numbers without needless digits, at most four behind the point. */
  static String text(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> number(value.getNumberValue());
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> "null";
    };
  }

  /** For programs: exact; {@code Long}, {@code Double}, {@code Boolean}, {@code String} or null. */
  static @Nullable Object exact(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> {
        double number = value.getNumberValue();
        // Two branches, not "? :", which would make a double of the long again.
        if (isWhole(number)) {
          yield (long) number;
        }
        yield number;
      }
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      default -> null;
    };
  }

  private static String number(double number) {
    if (isWhole(number)) {
      return Long.toString((long) number);
    }
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(4, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0
        ? Double.toString(number)
        : rounded.stripTrailingZeros().toPlainString();
  }

  private static boolean isWhole(double number) {
    return Math.rint(number) == number && Math.abs(number) <= EXACT_LONGS;
  }
}
