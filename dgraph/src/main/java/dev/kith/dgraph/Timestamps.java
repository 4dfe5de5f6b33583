package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Epoch microseconds to and from Dgraph's datetimes. Dgraph holds the years 1 to 9999; a time
 * outside becomes the nearest that it holds.
 */
final class Timestamps {
  /** The least that Dgraph holds. */
  static final String LEAST = "0001-01-01T00:00:00Z";

  private static final long MIN = micros(Instant.parse(LEAST));
  private static final long MAX = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));
  private static final long MICROS = 1_000_000;
  private static final int SECONDS_A_DAY = 86_400;

  /** Go's seconds begin with the year 1. */
  private static final long YEAR_1_SECONDS = -MIN / MICROS;

  private static final byte GO_VERSION = 1;
  private static final short GO_UTC = -1;

  private Timestamps() {}

  /** The nearest time that Dgraph holds. */
  static long held(long micros) {
    return Math.clamp(micros, MIN, MAX);
  }

  /** The binary form of Go's {@code time.Time}, which is what Dgraph takes. */
  static ByteString binary(long micros) {
    long held = held(micros);
    ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + Short.BYTES);
    out.put(GO_VERSION)
        .putLong(Math.floorDiv(held, MICROS) + YEAR_1_SECONDS)
        .putInt((int) Math.floorMod(held, MICROS) * 1000)
        .putShort(GO_UTC);
    return ByteString.copyFrom(out.flip());
  }

  /** As a query writes it. */
  static String format(long micros) {
    return Instant.EPOCH.plus(held(micros), ChronoUnit.MICROS).toString();
  }

  /** Reads RFC 3339, as Dgraph writes it in its answers; what is finer than microseconds is cut. */
  static long parse(String text) {
    int length = text.length();
    // 2024-01-02T03:04:05Z, perhaps with a fraction: all that we wrote. Answers hold many.
    if (length >= 20 && text.charAt(length - 1) == 'Z' && text.charAt(4) == '-') {
      long day =
          LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
      long second =
          digits(text, 11, 13) * 3600L + digits(text, 14, 16) * 60L + digits(text, 17, 19);
      return (day * SECONDS_A_DAY + second) * MICROS + fraction(text, length - 1);
    }
    return micros(OffsetDateTime.parse(text).toInstant());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static int fraction(String text, int end) {
    int out = 0;
    for (int i = 0; i < 6; i++) {
      int at = 20 + i;
      out = out * 10 + (at < end ? digits(text, at, at + 1) : 0);
    }
    return out;
  }

  private static int digits(String text, int from, int to) {
    int out = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("'" + text + "' is no time");
      }
      out = out * 10 + digit;
    }
    return out;
  }
}
