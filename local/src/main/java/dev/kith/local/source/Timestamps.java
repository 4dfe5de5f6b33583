package dev.kith.local.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Points in time as people and PostgreSQL write them. */
public final class Timestamps {
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .optionalStart()
          .parseLenient()
          .appendOffset("+HH:mm:ss", "Z")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /** With all six digits: PostgreSQL's resolution. */
  private static final DateTimeFormatter WRITE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /**
   * Reads {@code 2026-03-01T10:00:00Z}, {@code 2026-03-01 10:00:00.5+02} or {@code 2026-03-01}.
   * Without an offset it is UTC; what is finer than a microsecond is cut off.
   *
   * @throws DateTimeException if it is none of these
   */
  public static Instant parse(String text) {
    TemporalAccessor parsed = READ.parse(text);
    LocalDate date = LocalDate.from(parsed);
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw new DateTimeException("the year is not between 1 and 9999");
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneOffset offset =
        parsed.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(parsed) : ZoneOffset.UTC;
    return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
        .toInstant(offset)
        .truncatedTo(ChronoUnit.MICROS);
  }

  /** As Debezium writes a {@code timestamptz}. */
  public static String zoned(Instant instant) {
    return WRITE.format(instant);
  }
}
