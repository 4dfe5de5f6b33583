package dev.kith.ingest.cdc;

import dev.kith.ingest.wire.BadRecordException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Timestamps in epoch microseconds, as the graph holds them. What lies before {@link #MIN} or after
 * {@link #MAX} becomes that: Dgraph holds the years 1 to 9999. PostgreSQL's {@code infinity} and
 * {@code -infinity} become them too, in each form in which Debezium writes them. So an edge of time
 * {@code infinity} does not exist yet, at any time.
 */
final class Timestamps {
  /** 0001-01-01T00:00:00Z. */
  static final long MIN = micros(Instant.parse("0001-01-01T00:00:00Z"));

  /** 9999-12-31T23:59:59.999999Z. */
  static final long MAX = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));

  private static final long MICROS_A_SECOND = 1_000_000;

  /**
   * A date of {@code infinity}, in days: it does not fit into Debezium's 32 bits, and comes out as
   * the day before that of {@code -infinity}. PostgreSQL has no dates near them.
   */
  private static final long INFINITE_DATE = -2_147_472_692;

  private static final Instant INFINITE_ISO_DATE =
      LocalDate.ofEpochDay(INFINITE_DATE).atStartOfDay(ZoneOffset.UTC).toInstant();

  /**
   * ISO 8601, also with a space for the T and with an offset of hours only, as PostgreSQL writes.
   */
  private static final DateTimeFormatter SPACED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:mm:ss", "Z")
          .toFormatter(Locale.ROOT);

  /** How a whole number counts time since 1970-01-01T00:00:00Z. */
  enum Unit {
    DAYS,
    MILLIS,
    MICROS,
    NANOS;

    /** Floors to a microsecond. */
    long toMicros(long value) {
      return switch (this) {
        case DAYS -> value == INFINITE_DATE ? MAX : scaled(value, 86_400 * MICROS_A_SECOND);
        case MILLIS -> scaled(value, 1_000);
        case MICROS -> clamp(value);
        case NANOS -> clamp(Math.floorDiv(value, 1_000L));
      };
    }

    private static long scaled(long value, long micros) {
      if (value > MAX / micros) {
        return MAX;
      }
      return value < MIN / micros ? MIN : clamp(value * micros);
    }
  }

  private Timestamps() {}

  /** The unit that a schema's meaning gives to a number; empty if it is no time. */
  static Optional<Unit> unit(String meaning) {
    return switch (meaning) {
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date", "date" ->
          Optional.of(Unit.DAYS);
      case "io.debezium.time.Timestamp",
          "org.apache.kafka.connect.data.Timestamp",
          "timestamp-millis",
          "local-timestamp-millis" ->
          Optional.of(Unit.MILLIS);
      case "io.debezium.time.MicroTimestamp", "timestamp-micros", "local-timestamp-micros" ->
          Optional.of(Unit.MICROS);
      case "io.debezium.time.NanoTimestamp", "timestamp-nanos", "local-timestamp-nanos" ->
          Optional.of(Unit.NANOS);
      default -> Optional.empty();
    };
  }

  /**
   * Reads ISO 8601 text with an offset, or {@code infinity}; floors to a microsecond. A date alone
   * is its first moment.
   */
  static long parse(String text) throws BadRecordException {
    if (text.equals("infinity")) {
      return MAX;
    }
    if (text.equals("-infinity")) {
      return MIN;
    }
    try {
      Instant instant = instant(text);
      if (instant.getEpochSecond() > MAX / MICROS_A_SECOND || instant.equals(INFINITE_ISO_DATE)) {
        return MAX;
      }
      return instant.getEpochSecond() < MIN / MICROS_A_SECOND ? MIN : micros(instant);
    } catch (DateTimeException e) {
      throw new BadRecordException("which is not a timestamp in ISO 8601 with an offset", e);
    }
  }

  private static Instant instant(String text) {
    if (text.indexOf('T') > 0) {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    }
    if (text.indexOf(' ') > 0) {
      return OffsetDateTime.parse(text, SPACED).toInstant();
    }
    TemporalAccessor date = DateTimeFormatter.ISO_OFFSET_DATE.parse(text);
    return LocalDate.from(date).atStartOfDay(ZoneOffset.from(date)).toInstant();
  }

  /** As ISO 8601. */
  static String format(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  private static long clamp(long micros) {
    return Math.clamp(micros, MIN, MAX);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_A_SECOND + instant.getNano() / 1_000;
  }
}
