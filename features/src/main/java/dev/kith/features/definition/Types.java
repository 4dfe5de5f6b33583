package dev.kith.features.definition;

import dev.kith.graph.schema.AttributeType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How features.yaml writes types, values and time spans. */
final class Types {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,9})([smhd])");
  private static final long SECOND = 1_000_000;
  private static final long MAX_DURATION = 36_500L * 86_400 * SECOND;

  private Types() {}

  /** A type as graph.yaml writes it. */
  static String written(AttributeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** A value of a type, in the type's Java form; empty if it is none. */
  static Optional<Object> parse(AttributeType type, String text) {
    try {
      return switch (type) {
        case INT -> Optional.of(Long.parseLong(text));
        case DOUBLE -> Optional.<Object>of(Double.parseDouble(text)).filter(Types::isFinite);
        case STRING -> Optional.of(text);
        case BOOL ->
            text.equals("true") || text.equals("false")
                ? Optional.of(text.equals("true"))
                : Optional.empty();
        case TIMESTAMP ->
            Optional.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)));
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** What a value of a type may look like. */
  static String example(AttributeType type) {
    return switch (type) {
      case INT -> "a whole number: 0";
      case DOUBLE -> "a number: 0.0";
      case STRING -> "a text";
      case BOOL -> "true or false";
      case TIMESTAMP -> "a time in UTC: 2026-01-31T12:00:00Z";
    };
  }

  /** A time span ({@code 7d}) in microseconds, up to 100 years; empty if it is none. */
  static OptionalLong duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> SECOND;
          case "m" -> 60 * SECOND;
          case "h" -> 3_600 * SECOND;
          default -> 86_400 * SECOND;
        };
    long amount = Long.parseLong(matcher.group(1));
    return amount <= MAX_DURATION / unit ? OptionalLong.of(amount * unit) : OptionalLong.empty();
  }

  private static boolean isFinite(Object value) {
    return value instanceof Double d && Double.isFinite(d);
  }
}
