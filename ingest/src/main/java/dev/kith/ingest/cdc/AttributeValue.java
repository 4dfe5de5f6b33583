package dev.kith.ingest.cdc;

import dev.kith.graph.schema.AttributeType;
import dev.kith.ingest.cdc.AvroValue.Moment;
import dev.kith.ingest.wire.BadRecordException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** Turns what {@link AvroValue} reads into a value of an attribute's type. */
final class AttributeValue {
  private static final int SHOWN = 60;

  /** As Debezium writes a numeric as text, and as PostgreSQL does. */
  private static final Set<String> NOT_FINITE =
      Set.of("NAN", "POSITIVE_INFINITY", "NEGATIVE_INFINITY", "NaN", "Infinity", "-Infinity");

  private AttributeValue() {}

  /**
   * Converts a value.
   *
   * @return {@code Long}, {@code Double}, {@code Boolean} or {@code String}, as the type asks;
   *     empty for a NaN or an infinity where a number is asked for: Debezium itself writes null for
   *     them where {@code decimal.handling.mode} is {@code precise}
   * @throws BadRecordException if it can't be one without becoming another value; the message
   *     completes "column x holds …"
   */
  static Optional<Object> of(AttributeType type, Object value) throws BadRecordException {
    try {
      return switch (type) {
        case INT -> isFinite(value) ? Optional.of(wholeNumber(value)) : Optional.empty();
        case DOUBLE -> isFinite(value) ? Optional.of(number(value)) : Optional.empty();
        case STRING -> Optional.of(text(value));
        case BOOL -> Optional.of(bool(value));
        case TIMESTAMP -> Optional.of(timestamp(value));
      };
    } catch (BadRecordException | ArithmeticException | NumberFormatException e) {
      throw new BadRecordException(shown(value) + ", " + reason(type, e), e);
    }
  }

  private static String reason(AttributeType type, Exception e) {
    return switch (e) {
      case BadRecordException bad -> String.valueOf(bad.getMessage());
      case NumberFormatException notANumber -> "which is not a number";
      default -> "which is not " + name(type);
    };
  }

  private static boolean isFinite(Object value) {
    return switch (value) {
      case Double number -> Double.isFinite(number);
      case String text -> !NOT_FINITE.contains(text);
      default -> true;
    };
  }

  private static Long wholeNumber(Object value) throws BadRecordException {
    return switch (value) {
      case Long number -> number;
      case Double number -> new BigDecimal(number).longValueExact();
      case BigDecimal number -> number.longValueExact();
      case String text -> new BigDecimal(text).longValueExact();
      default -> throw wrongType(AttributeType.INT);
    };
  }

  private static Double number(Object value) throws BadRecordException {
    double number =
        switch (value) {
          case Long whole -> whole.doubleValue();
          case Double already -> already;
          case BigDecimal decimal -> decimal.doubleValue();
          case String text -> new BigDecimal(text).doubleValue();
          default -> throw wrongType(AttributeType.DOUBLE);
        };
    if (!Double.isFinite(number)) {
      throw new BadRecordException("which is not a finite double");
    }
    return number;
  }

  private static String text(Object value) {
    return switch (value) {
      case BigDecimal number -> number.toPlainString();
      case Moment moment -> Timestamps.format(moment.micros());
      default -> value.toString();
    };
  }

  private static Boolean bool(Object value) throws BadRecordException {
    return switch (value) {
      case Boolean already -> already;
      case Long number when number == 0 || number == 1 -> number == 1;
      case String text when text.equals("true") || text.equals("false") -> text.equals("true");
      default -> throw wrongType(AttributeType.BOOL);
    };
  }

  private static Long timestamp(Object value) throws BadRecordException {
    return switch (value) {
      case Moment moment -> moment.micros();
      case String text -> Timestamps.parse(text);
      case Long number ->
          throw new BadRecordException("a number whose schema does not say in which unit of time");
      default -> throw wrongType(AttributeType.TIMESTAMP);
    };
  }

  private static BadRecordException wrongType(AttributeType type) {
    return new BadRecordException("which is not " + name(type));
  }

  private static String name(AttributeType type) {
    return switch (type) {
      case INT -> "a whole number of 64 bits";
      case DOUBLE -> "a number";
      case STRING -> "a text";
      case BOOL -> "true or false";
      case TIMESTAMP -> "a timestamp";
    };
  }

  private static String shown(Object value) {
    String text = value.toString();
    return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
  }
}
