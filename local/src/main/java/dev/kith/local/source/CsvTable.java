package dev.kith.local.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.kith.graph.change.Element;
import dev.kith.graph.config.Problems;
import dev.kith.local.source.Table.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as a CSV file in UTF-8: a header with the columns' names in any order, then a row a line.
 * Columns that the table does not have are ignored, empty fields are null. Not thread-safe.
 */
final class CsvTable implements AutoCloseable {

  /** What the next line is. */
  sealed interface Line {}

  record Good(TableRow row) implements Line {}

  record Bad(BadLine line) implements Line {}

  /** Why a line is no row; never leaves this class. */
  private static final class NotARow extends Exception {
    private static final long serialVersionUID = 1L;

    NotARow(String reason) {
      super(reason, null, false, false);
    }
  }

  private static final CsvReader.CsvReaderBuilder CSV = CsvReader.builder();

  private final Table table;
  private final String file;
  private final CsvRecords records;

  /** The field of each column; -1 for one that the file does not have. */
  private final int[] fields;

  private final int width;

  private CsvTable(Table table, String file, CsvRecords records, List<String> header) {
    this.table = table;
    this.file = file;
    this.records = records;
    this.width = header.size();
    this.fields =
        table.columns().stream().mapToInt(column -> header.indexOf(column.name())).toArray();
  }

  /**
   * Opens a table's file, and reads its header.
   *
   * @return empty if it can't be used; then {@code problems} says why
   */
  static Optional<CsvTable> open(Table table, Path path, Problems problems) {
    try {
      CsvRecords records = new CsvRecords(path);
      Optional<CsvTable> opened =
          header(records, problems)
              .filter(header -> check(table, header, problems))
              .map(header -> new CsvTable(table, path.getFileName().toString(), records, header));
      if (opened.isEmpty()) {
        records.close();
      }
      return opened;
    } catch (NoSuchFileException e) {
      problems.add(0, "there is no such file", "Its header: " + names(table.columns()));
    } catch (IOException e) {
      problems.add(0, "it can't be read: " + e, "Make it readable");
    }
    return Optional.empty();
  }

  /** Its name. */
  String file() {
    return file;
  }

  /** How many bytes of the file are done with, or nearly so. */
  long consumed() {
    return records.consumed();
  }

  /** The next line; null at the end of the file. */
  @Nullable Line next() throws IOException {
    CsvRecords.Raw raw = records.next();
    if (raw == null) {
      return null;
    }
    try {
      return new Good(row(split(raw)));
    } catch (NotARow e) {
      return new Bad(new BadLine(file, raw.line(), raw.bytes(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private static Optional<List<String>> header(CsvRecords records, Problems problems)
      throws IOException {
    CsvRecords.Raw raw = records.next();
    if (raw == null) {
      problems.add(1, "the file is empty", "Begin it with a line of column names");
      return Optional.empty();
    }
    try {
      List<String> names = new ArrayList<>();
      for (String field : split(raw)) {
        // A spreadsheet may put a byte order mark before the first name.
        names.add((field.startsWith("\uFEFF") ? field.substring(1) : field).strip());
      }
      return Optional.of(names);
    } catch (NotARow e) {
      problems.add(1, "the header can't be read: " + e.getMessage(), "Mend it");
      return Optional.empty();
    }
  }

  private static boolean check(Table table, List<String> header, Problems problems) {
    boolean usable = true;
    for (Column column : table.columns()) {
      int first = header.indexOf(column.name());
      if (first < 0 && !column.nullable()) {
        problems.add(
            1,
            "the column '" + column.name() + "' is missing",
            "Columns: " + names(table.columns()) + "; found: " + String.join(", ", header));
        usable = false;
      } else if (first >= 0 && first != header.lastIndexOf(column.name())) {
        problems.add(1, "the column '" + column.name() + "' is there twice", "Rename one");
        usable = false;
      }
    }
    return usable;
  }

  private static List<String> split(CsvRecords.Raw raw) throws NotARow {
    if (!raw.flaw().isEmpty()) {
      throw new NotARow(raw.flaw());
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(raw.bytes())).toString();
      return CSV.ofSingleCsvRecord(text).getFields();
    } catch (CharacterCodingException e) {
      throw new NotARow("it is not UTF-8");
    } catch (CsvParseException e) {
      throw new NotARow("it is not CSV: " + e.getMessage());
    }
  }

  private TableRow row(List<String> line) throws NotARow {
    if (line.size() != width) {
      throw new NotARow("it has " + line.size() + " fields, the header " + width);
    }
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column column = table.columns().get(i);
      String text = fields[i] < 0 ? "" : line.get(fields[i]);
      if (!text.isEmpty()) {
        values[i] = value(column, text);
      } else if (!column.nullable()) {
        throw new NotARow(column.name() + " is empty");
      }
    }
    if (table.pairs() && Objects.equals(values[0], values[1])) {
      List<Column> columns = table.columns();
      throw new NotARow(columns.get(0).name() + " and " + columns.get(1).name() + " are the same");
    }
    return new TableRow(table, Arrays.asList(values));
  }

  private static Object value(Column column, String text) throws NotARow {
    return switch (column.type()) {
      case TEXT -> {
        if (!column.nullable() && !Element.isKey(text)) {
          throw new NotARow(
              column.name() + " has more than " + Element.MAX_KEY_LENGTH + " characters");
        }
        yield text;
      }
      case BIGINT -> wholeNumber(column, text);
      case DOUBLE -> number(column, text);
      case BOOLEAN -> bool(column, text);
      case TIMESTAMP -> timestamp(column, text);
      case INT, DECIMAL -> throw new IllegalArgumentException("no file has a " + column.type());
    };
  }

  private static Long wholeNumber(Column column, String text) throws NotARow {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new NotARow(column.name() + " is not a whole number: '" + shortened(text) + "'");
    }
  }

  private static Double number(Column column, String text) throws NotARow {
    try {
      // Not Double.valueOf, which takes "1d" and "NaN".
      double number = new BigDecimal(text.strip()).doubleValue();
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new NotARow(column.name() + " is not a number: '" + shortened(text) + "'");
    }
    throw new NotARow(column.name() + " is too great: '" + shortened(text) + "'");
  }

  /** Also as PostgreSQL writes them: t and f. */
  private static Boolean bool(Column column, String text) throws NotARow {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t" -> true;
      case "false", "f" -> false;
      default ->
          throw new NotARow(column.name() + " is not true or false: '" + shortened(text) + "'");
    };
  }

  private static Instant timestamp(Column column, String text) throws NotARow {
    try {
      return Timestamps.parse(text.strip());
    } catch (DateTimeException e) {
      throw new NotARow(column.name() + " is not a time: '" + shortened(text) + "'");
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static String names(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }
}
