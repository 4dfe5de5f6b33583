package dev.kith.local.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problems;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.source.Table.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A table's CSV file")
class CsvTableTest {
  private static final Table USERS = table("users");
  private static final Table PRODUCTS = table("products");
  private static final Table FRIENDSHIPS = table("friendships");
  private static final Table PURCHASES = table("purchases");

  @TempDir Path folder;

  @Test
  @DisplayName("has its columns in any order, others beside them, and nulls where fields are empty")
  void columns() throws IOException {
    assertThat(
            read(
                USERS,
                """
                city,nickname,user_id,age
                Oslo,Bo,u1,40
                ,,u2,
                """))
        .containsExactly(
            new CsvTable.Good(TableRow.of(USERS, "u1", 40L, "Oslo", null)),
            new CsvTable.Good(TableRow.of(USERS, "u2", null, null, null)));
  }

  @Test
  @DisplayName(
      "may come from a spreadsheet: a byte order mark, CRLF, quotes, line breaks in fields")
  void spreadsheet() throws IOException {
    assertThat(
            read(
                PRODUCTS,
                "\uFEFFproduct_id,category,price\r\n\"p,1\",\"a\n\"\"b\"\"\",9.999\r\n\r\np2,c,1"))
        .containsExactly(
            new CsvTable.Good(TableRow.of(PRODUCTS, "p,1", "a\n\"b\"", 9.999)),
            new CsvTable.Good(TableRow.of(PRODUCTS, "p2", "c", 1.0)));
  }

  @Test
  @DisplayName("has times with an offset, without one, and as plain dates")
  void times() throws IOException {
    assertThat(
            read(
                    FRIENDSHIPS,
                    """
                    user_id,friend_id,since
                    a,b,2026-03-01T10:00:00.1234567Z
                    a,c,2026-03-01 10:00:00+02
                    a,d,2026-03-01
                    """)
                .stream()
                .map(line -> ((CsvTable.Good) line).row().value("since")))
        .containsExactly(
            Instant.parse("2026-03-01T10:00:00.123456Z"),
            Instant.parse("2026-03-01T08:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"));
  }

  @Test
  @DisplayName("has true and false, in words or as PostgreSQL writes them")
  void truth() throws IOException {
    Table table =
        new Table("t", List.of(Column.key("id"), Column.nullable("ok", Table.Type.BOOLEAN)), false);
    assertThat(read(table, "id,ok\n1,true\n2,F\n3,\n4,yes\n"))
        .extracting(
            line -> line instanceof CsvTable.Good(TableRow row) ? row.value("ok") : said(line))
        .containsExactly(true, false, null, "t.csv:5: ok is not true or false: 'yes'");
  }

  @Test
  @DisplayName("names each line that is no row by the number of its first line, and why")
  void badLines() throws IOException {
    assertThat(
            read(
                PURCHASES,
                """
                purchase_id,user_id,product_id,quantity,amount,purchased_at
                o1,u1,p1,one,1,
                o2,u1,p1,1,1e999,
                o3,u1,p1,1,1,yesterday
                o4,u1
                ,u1,p1,1,1,
                "o
                5",u1,p1,1,1,2026-01-01
                o6,u1,p1,9223372036854775808,1,
                o7,u1,p1,1,NaN,
                """))
        .extracting(CsvTableTest::said)
        .containsExactly(
            "purchases.csv:2: quantity is not a whole number: 'one'",
            "purchases.csv:3: amount is too great: '1e999'",
            "purchases.csv:4: purchased_at is not a time: 'yesterday'",
            "purchases.csv:5: it has 2 fields, the header 6",
            "purchases.csv:6: purchase_id is empty",
            "a row",
            "purchases.csv:9: quantity is not a whole number: '9223372036854775808'",
            "purchases.csv:10: amount is not a number: 'NaN'");
  }

  @Test
  @DisplayName(
      "loses only its own line to a quote that is never closed, or to bytes that are no text")
  void damage() throws IOException {
    byte[] bytes =
        "user_id,age,city\n\"u1,1,Rome\nu2,2,Rome\n?,3,Rome\nu4,4,Rome\n"
            .getBytes(StandardCharsets.UTF_8);
    bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;
    assertThat(read(USERS, bytes))
        .extracting(CsvTableTest::said)
        .containsExactly(
            "users.csv:2: a quote is opened and not closed",
            "a row",
            "users.csv:4: it is not UTF-8",
            "a row");
  }

  @Test
  @DisplayName("is not held in memory, not even a line without an end")
  void longLine() throws IOException {
    String text = "user_id,city\n" + "x".repeat(3 * CsvRecords.MAX_BYTES) + "\nu2,Rome\n";
    List<CsvTable.Line> lines = read(USERS, text);
    assertThat(lines)
        .extracting(CsvTableTest::said)
        .containsExactly("users.csv:2: it has more than 65536 bytes", "a row");
    assertThat(((CsvTable.Bad) lines.getFirst()).line().bytes()).hasSize(CsvRecords.MAX_BYTES);
  }

  @Test
  @DisplayName("keeps friendships with oneself out")
  void selfFriendship() throws IOException {
    assertThat(read(FRIENDSHIPS, "user_id,friend_id,since\nu1,u1,\n"))
        .extracting(CsvTableTest::said)
        .containsExactly("friendships.csv:2: user_id and friend_id are the same");
  }

  @Test
  @DisplayName("is refused without a column that can't be null, with the names that it should have")
  void missingColumn() {
    assertThatThrownBy(() -> read(FRIENDSHIPS, "user_id,friend\nu1,u2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("friendships.csv:1: the column 'friend_id' is missing")
        .hasMessageContaining("Columns: user_id, friend_id, since; found: user_id, friend");
  }

  private static Table table(String name) {
    return Table.of(GraphYaml.load("").source("shop.public." + name).orElseThrow());
  }

  private static String said(CsvTable.Line line) {
    return switch (line) {
      case CsvTable.Good good -> "a row";
      case CsvTable.Bad(BadLine bad) -> bad.toString();
    };
  }

  private List<CsvTable.Line> read(Table table, String text) throws IOException {
    return read(table, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<CsvTable.Line> read(Table table, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(table.name() + ".csv"), bytes);
    List<CsvTable.Line> lines = new ArrayList<>();
    try (CsvTable csv = open(table, file)) {
      for (CsvTable.Line line = csv.next(); line != null; line = csv.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static CsvTable open(Table table, Path file) {
    Problems problems = new Problems(file.toString());
    Optional<CsvTable> opened = CsvTable.open(table, file, problems);
    problems.throwIfAny();
    return opened.orElseThrow();
  }
}
