package dev.kith.local.fraud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A line of one of the example's files, which have no quotes. Empty fields are missing. */
record CsvRow(Map<String, String> fields) {

  static List<CsvRow> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] header = lines.getFirst().split(",", -1);
    List<CsvRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> fields = new HashMap<>();
      for (int i = 0; i < header.length; i++) {
        if (!values[i].isEmpty()) {
          fields.put(header[i], values[i]);
        }
      }
      rows.add(new CsvRow(fields));
    }
    return rows;
  }

  boolean has(String column) {
    return fields.containsKey(column);
  }

  String text(String column) {
    return Objects.requireNonNull(fields.get(column), column);
  }

  /** Whether the column is there and holds that. */
  boolean is(String column, String value) {
    return value.equals(fields.get(column));
  }

  /** Whether the column is there and holds something else. */
  boolean isOtherThan(String column, String value) {
    return has(column) && !is(column, value);
  }

  Instant time(String column) {
    return Instant.parse(text(column));
  }

  boolean isWithin(String column, Duration window, Instant now) {
    return time(column).isAfter(now.minus(window)) && !time(column).isAfter(now);
  }
}
