package dev.kith.local.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file (RFC 4180, with commas and double quotes) into its records, as bytes and with
 * their line numbers. A quoted field may go over several lines; a quote that is never closed spoils
 * its own line and no other. Holds one record in memory, or the lines that a quote might join. Not
 * thread-safe.
 */
final class CsvRecords implements AutoCloseable {
  static final int MAX_BYTES = 64 << 10;
  private static final int MAX_LINES = 100;

  /**
   * A record as it stands in the file.
   *
   * @param line where it begins, from 1
   * @param bytes without the line break at its end; at most {@link #MAX_BYTES}
   * @param flaw why it can't be split into fields; empty if it can
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Raw(long line, byte[] bytes, String flaw) {}

  /** A line with its number; too long if there was more of it than {@code bytes}. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Line(long number, byte[] bytes, boolean tooLong) {}

  private final InputStream in;
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int limit;
  private long consumed;
  private long lines;

  /** Lines that were read ahead. */
  private final Deque<Line> ahead = new ArrayDeque<>();

  CsvRecords(Path file) throws IOException {
    this.in = Files.newInputStream(file);
  }

  /** How many bytes of the file are done with, or nearly so. */
  long consumed() {
    return consumed;
  }

  /** The next record that is not an empty line; null at the end of the file. */
  @Nullable Raw next() throws IOException {
    Line first = line();
    while (first != null && first.bytes().length == 0) {
      first = line();
    }
    if (first == null) {
      return null;
    }
    if (first.tooLong()) {
      return new Raw(first.number(), first.bytes(), "it has more than " + MAX_BYTES + " bytes");
    }
    return endsInQuotes(first.bytes(), false) ? join(first) : raw(first.number(), first.bytes());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Adds the lines that follow, up to the one that closes the quote; or none, if none does. */
  private Raw join(Line first) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first.bytes());
    List<Line> tried = new ArrayList<>();
    while (tried.size() < MAX_LINES && joined.size() < MAX_BYTES) {
      Line next = line();
      if (next == null) {
        break;
      }
      tried.add(next);
      if (next.tooLong()) {
        break;
      }
      joined.write('\n');
      joined.writeBytes(next.bytes());
      if (!endsInQuotes(next.bytes(), true) && joined.size() <= MAX_BYTES) {
        return raw(first.number(), joined.toByteArray());
      }
    }
    for (Line line : tried.reversed()) {
      ahead.addFirst(line);
    }
    return new Raw(first.number(), first.bytes(), "a quote is opened and not closed");
  }

  private static Raw raw(long line, byte[] bytes) {
    return new Raw(line, bytes, "");
  }

  /** Whether a line leaves a quoted field open, if it begins within one or not. */
  private static boolean endsInQuotes(byte[] line, boolean within) {
    boolean quoted = within;
    boolean fieldStart = true;
    for (int i = 0; i < line.length; i++) {
      if (quoted) {
        if (line[i] == '"') {
          if (i + 1 < line.length && line[i + 1] == '"') {
            i++;
          } else {
            quoted = false;
          }
        }
        fieldStart = false;
      } else if (line[i] == '"' && fieldStart) {
        quoted = true;
      } else {
        fieldStart = line[i] == ',';
      }
    }
    return quoted;
  }

  private @Nullable Line line() throws IOException {
    Line line = ahead.poll();
    return line == null ? read() : line;
  }

  private @Nullable Line read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    boolean any = false;
    boolean tooLong = false;
    while (true) {
      if (position == limit) {
        limit = in.read(buffer);
        position = 0;
        if (limit <= 0) {
          limit = 0;
          return any ? line(line, tooLong) : null;
        }
      }
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int room = Math.min(end - position, MAX_BYTES - line.size());
      tooLong |= room < end - position;
      line.write(buffer, position, room);
      boolean whole = end < limit;
      int next = whole ? end + 1 : end;
      consumed += next - position;
      position = next;
      if (whole) {
        return line(line, tooLong);
      }
    }
  }

  private Line line(ByteArrayOutputStream read, boolean tooLong) {
    byte[] bytes = read.toByteArray();
    if (bytes.length > 0 && bytes[bytes.length - 1] == '\r' && !tooLong) {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    return new Line(++lines, bytes, tooLong);
  }
}
