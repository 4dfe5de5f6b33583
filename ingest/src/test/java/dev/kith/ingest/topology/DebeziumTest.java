package dev.kith.ingest.topology;

import static dev.kith.ingest.DebeziumTable.named;
import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.PRODUCTS;
import static dev.kith.ingest.Shop.PURCHASES;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.DebeziumTable;
import dev.kith.ingest.DebeziumTable.At;
import dev.kith.ingest.DebeziumTable.Column;
import dev.kith.ingest.Shop;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences of records that a real connector was seen to write, with their own schemas. */
@DisplayName("What Debezium writes")
class DebeziumTest {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema INT = Schema.create(Schema.Type.INT);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema UUID = named(Schema.Type.STRING, "io.debezium.data.Uuid");
  private static final Schema JSON = named(Schema.Type.STRING, "io.debezium.data.Json");
  private static final Schema ZONED = named(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp");
  private static final Schema VARIABLE_SCALE =
      SchemaBuilder.record("VariableScaleDecimal")
          .namespace("io.debezium.data")
          .prop("connect.version", 1)
          .prop("connect.name", "io.debezium.data.VariableScaleDecimal")
          .fields()
          .requiredInt("scale")
          .requiredBytes("value")
          .endRecord();
  private static final String MARK = "__debezium_unavailable_value";

  private final Pipeline pipeline = new Pipeline();
  private final DebeziumTable users =
      table(USERS, Column.key("user_id", TEXT), Column.of("age", INT), Column.of("city", TEXT));
  private final DebeziumTable purchases =
      table(
          PURCHASES,
          Column.key("purchase_id", TEXT),
          Column.notNull("user_id", TEXT),
          Column.notNull("product_id", TEXT),
          Column.of("quantity", INT),
          Column.notNull("amount", decimal(2)),
          Column.notNull("purchased_at", ZONED));

  @AfterEach
  void close() {
    pipeline.close();
  }

  private DebeziumTable table(String topic, Column... columns) {
    return new DebeziumTable(pipeline.registry, topic, columns);
  }

  private static Schema decimal(int scale) {
    Schema schema = named(Schema.Type.BYTES, "org.apache.kafka.connect.data.Decimal");
    schema.addProp("scale", (Object) scale);
    return schema;
  }

  private static ByteBuffer bytes(String number) {
    return Shop.bytes(new BigDecimal(number));
  }

  private static Object variable(int scale, String number) {
    return new GenericRecordBuilder(VARIABLE_SCALE)
        .set("scale", scale)
        .set("value", bytes(number))
        .build();
  }

  private void user(String op, At at, String id, @Nullable Integer age) {
    pipeline.send(USERS, users.key(id), users.put(op, at, id, age, "Bonn"));
  }

  @Nested
  @DisplayName("in a snapshot")
  class InASnapshot {

    @Test
    @DisplayName("at the start has one position and time for all rows, and the log goes on from it")
    void initial() {
      user("r", At.snapshot(100, 5_000), "u1", 30);
      user("r", At.snapshot(100, 5_000), "u2", 40);
      user("u", At.log(101, 5_000), "u1", 31);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u2 {age=40, city=Bonn}",
              "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("that is older than a change from the log does not undo it")
    void older() {
      user("u", At.log(101, 6_000), "u1", 31);
      pipeline.changes();
      user("r", At.snapshot(100, 5_000), "u1", 30);
      user("r", At.incremental(100, 5_000), "u1", 30);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("blocks the log: what it read may come once more from there")
    void blocking() {
      user("c", At.log(101, 5_000), "u1", 30);
      user("r", At.snapshot(102, 5_100), "u1", 31);
      user("u", At.log(103, 5_050), "u1", 31);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 {age=31, city=Bonn}",
              "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("beside the log has no lsn, and a time of its own that is ahead of the log's")
    void incremental() {
      user("c", At.log(101, 5_000), "u1", 30);
      user("r", At.incremental(110, 9_000), "u1", 31);
      user("u", At.log(111, 6_000), "u1", 32);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 {age=31, city=Bonn}",
              "user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName("beside the log stays, if what it had read comes again")
    void incrementalThenRedelivery() {
      user("c", At.log(101, 5_000), "u1", 30);
      user("r", At.incremental(110, 9_000), "u1", 31);
      pipeline.changes();
      user("c", At.log(101, 5_000), "u1", 30);
      assertThat(pipeline.changes()).isEmpty();
    }

    @ParameterizedTest(name = "with source.sequence: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("beside the log, and flattened, does not make later changes seem old")
    void flattened(boolean withSequence) {
      byte[] key = users.key("u1");
      At at = At.incremental(110, 9_000);
      pipeline.send(
          USERS, key, users.flattened("c", At.log(101, 5_000), withSequence, "u1", 30, "Bonn"));
      pipeline.send(USERS, key, users.flattened("r", at, withSequence, "u1", 31, "Bonn"));
      pipeline.send(
          USERS, key, users.flattened("u", At.log(111, 6_000), withSequence, "u1", 32, "Bonn"));
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName("is cleared by a truncate that comes after it")
    void truncated() {
      user("r", At.incremental(110, 9_000), "u1", 31);
      pipeline.send(USERS, null, users.truncate(At.log(111, 6_000)));
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 -");
    }
  }

  @Test
  @DisplayName("of a transaction with a truncate in it leaves what was inserted after that")
  void truncateInATransaction() {
    user("r", At.snapshot(100, 5_000), "s1", 30);
    user("c", At.log(110, 6_000), "t0", 1);
    pipeline.send(USERS, null, users.truncate(At.log(120, 6_000)));
    user("c", At.log(121, 6_000), "t1", 1);
    assertThat(pipeline.changes())
        .containsExactly(
            "user/s1 {age=30, city=Bonn}",
            "user/t0 {age=1, city=Bonn}",
            "user/s1 -",
            "user/t0 -",
            "user/t1 {age=1, city=Bonn}");
    assertThat(pipeline.reasons()).isEmpty();
  }

  @Test
  @DisplayName("of a changed primary key is a delete, a tombstone and a create of one position")
  void primaryKey() {
    user("c", At.log(100, 5_000), "u1", 30);
    pipeline.send(USERS, users.key("u1"), users.delete(At.log(101, 6_000), "u1", null, null));
    pipeline.send(USERS, users.key("u1"), null);
    user("c", At.log(101, 6_000), "u9", 30);
    assertThat(pipeline.changes())
        .containsExactly(
            "user/u1 {age=30, city=Bonn}", "user/u1 -", "user/u1 -", "user/u9 {age=30, city=Bonn}");
  }

  @Test
  @DisplayName("of a delete has made-up values where a column can't be null")
  void placeholders() {
    pipeline.send(
        PURCHASES,
        purchases.key("o1"),
        purchases.put(
            "c",
            At.log(100, 5_000),
            "o1",
            "u1",
            "p1",
            1,
            bytes("1.50"),
            "2024-03-01T12:00:00.000000Z"));
    pipeline.send(
        PURCHASES,
        purchases.key("o1"),
        purchases.delete(
            At.log(101, 6_000), "o1", "", "", null, bytes("0"), "1970-01-01T00:00:00Z"));
    pipeline.send(PURCHASES, purchases.key("o1"), null);
    assertThat(pipeline.changes())
        .containsExactly(
            "purchased/o1 u1→p1 {amount=1.5, purchased_at=1709294400000000, quantity=1}",
            "purchased/o1 -",
            "purchased/o1 -");
    assertThat(pipeline.reasons()).isEmpty();
  }

  @Nested
  @DisplayName("of a large value that did not change")
  class Unchanged {

    static Stream<Arguments> marks() {
      return Stream.of(
          Arguments.of("text", TEXT, "Bonn", MARK),
          Arguments.of("json", JSON, "{\"a\": 1}", MARK),
          Arguments.of("hstore", JSON, "{\"a\":\"1\"}", "{\"%s\":\"%s\"}".formatted(MARK, MARK)));
    }

    @ParameterizedTest(name = "of {0}")
    @MethodSource("marks")
    @DisplayName("is a mark, in an envelope and flattened, and the value stays")
    void attribute(String type, Schema schema, String value, String mark) {
      DebeziumTable table = table(USERS, Column.key("user_id", TEXT), Column.of("city", schema));
      byte[] key = table.key("u1");
      pipeline.send(USERS, key, table.put("c", At.log(100, 5_000), "u1", value));
      pipeline.send(USERS, key, table.put("u", At.log(101, 6_000), "u1", mark));
      pipeline.send(USERS, key, table.flattened("u", At.log(102, 7_000), true, "u1", mark));
      assertThat(pipeline.changes()).hasSize(3).containsOnly("user/u1 {city=" + value + "}");
    }

    @Test
    @DisplayName("of a numeric as text is that mark, too")
    void number() {
      DebeziumTable table =
          table(PRODUCTS, Column.key("product_id", TEXT), Column.of("price", TEXT));
      pipeline.send(PRODUCTS, table.key("p"), table.put("c", At.log(100, 5_000), "p", "1.50"));
      pipeline.send(PRODUCTS, table.key("p"), table.put("u", At.log(101, 6_000), "p", MARK));
      assertThat(pipeline.changes()).hasSize(2).containsOnly("product/p {price=1.5}");
    }

    private void purchase(long lsn, String user, String product) {
      DebeziumTable table =
          table(
              PURCHASES,
              Column.key("purchase_id", TEXT),
              Column.notNull("user_id", TEXT),
              Column.notNull("product_id", TEXT));
      pipeline.send(
          PURCHASES, table.key("o1"), table.put("u", At.log(lsn, lsn), "o1", user, product));
    }

    @Test
    @DisplayName("is an edge's end in a wide row: the end stays, and the other may change")
    void end() {
      purchase(100, "u1", "p1");
      purchase(101, MARK, MARK);
      purchase(102, MARK, "p2");
      purchase(103, "u2", MARK);
      assertThat(pipeline.changes())
          .containsExactly(
              "purchased/o1 u1→p1 {}",
              "purchased/o1 u1→p1 {}",
              "purchased/o1 u1→p2 {}",
              "purchased/o1 u2→p2 {}");
    }

    @Test
    @DisplayName("is an edge's end that was never seen: then there is no edge until it is")
    void unknownEnd() {
      purchase(101, "u1", MARK);
      purchase(102, "u1", "p1");
      assertThat(pipeline.changes()).containsExactly("purchased/o1 -", "purchased/o1 u1→p1 {}");
    }
  }

  @Test
  @DisplayName("as the table's columns come, widen, change their name and go, is read by its names")
  void evolution() {
    long lsn = 100;
    DebeziumTable narrow = table(USERS, Column.key("user_id", TEXT), Column.of("age", INT));
    pipeline.send(USERS, narrow.key("u"), narrow.put("c", At.log(lsn++, 1), "u", 30));
    DebeziumTable added =
        table(USERS, Column.key("user_id", TEXT), Column.of("age", INT), Column.of("city", TEXT));
    pipeline.send(USERS, added.key("u"), added.put("u", At.log(lsn++, 2), "u", 31, "Bonn"));
    Object[][] ages = {{LONG, 32L}, {VARIABLE_SCALE, variable(0, "33")}, {TEXT, "34"}};
    for (Object[] age : ages) {
      DebeziumTable widened =
          table(
              USERS,
              Column.key("user_id", TEXT),
              Column.of("age", (Schema) age[0]),
              Column.of("city", TEXT));
      pipeline.send(
          USERS, widened.key("u"), widened.put("u", At.log(lsn++, 3), "u", age[1], "Bonn"));
    }
    DebeziumTable renamed =
        table(
            USERS,
            Column.key("user_id", TEXT),
            Column.of("years", INT),
            Column.of("city", TEXT),
            Column.notNull("added", INT));
    pipeline.send(USERS, renamed.key("u"), renamed.put("u", At.log(lsn++, 4), "u", 35, "Ulm", 5));
    DebeziumTable dropped = table(USERS, Column.key("user_id", TEXT));
    pipeline.send(USERS, dropped.key("u"), dropped.put("u", At.log(lsn, 5), "u"));
    assertThat(pipeline.changes())
        .containsExactly(
            "user/u {age=30}",
            "user/u {age=31, city=Bonn}",
            "user/u {age=32, city=Bonn}",
            "user/u {age=33, city=Bonn}",
            "user/u {age=34, city=Bonn}",
            "user/u {city=Ulm}",
            "user/u {}");
    assertThat(pipeline.reasons()).isEmpty();
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("int", INT, 7, "7"),
        Arguments.of("bigint", LONG, 8L, "8"),
        Arguments.of(
            "uuid",
            UUID,
            "00000000-0000-0000-0000-000000000001",
            "00000000-0000-0000-0000-000000000001"),
        Arguments.of("numeric(20,0)", decimal(0), bytes("42"), "42"),
        Arguments.of("numeric", VARIABLE_SCALE, variable(0, "43"), "43"),
        Arguments.of("text", TEXT, "u1", "u1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  @DisplayName("of a key of each type is that key, in a put, a delete and its tombstone")
  void keys(String type, Schema schema, Object key, String expected) {
    DebeziumTable table = table(USERS, Column.key("user_id", schema), Column.of("age", INT));
    pipeline.send(USERS, table.key(key), table.put("c", At.log(100, 1), key, 30));
    pipeline.send(USERS, table.key(key), table.delete(At.log(101, 2), key, null));
    pipeline.send(USERS, table.key(key), null);
    assertThat(pipeline.reasons()).isEmpty();
    assertThat(pipeline.changes())
        .containsExactly(
            "user/" + expected + " {age=30}", "user/" + expected + " -", "user/" + expected + " -");
  }

  @Test
  @DisplayName("of a key of two columns is a pair of those")
  void compositeKey() {
    DebeziumTable table =
        table(
            FRIENDSHIPS,
            Column.key("user_id", LONG),
            Column.key("friend_id", LONG),
            Column.of("since", ZONED));
    pipeline.send(FRIENDSHIPS, table.key(2L, 1L), table.put("c", At.log(100, 1), 2L, 1L, null));
    pipeline.send(FRIENDSHIPS, table.key(2L, 1L), table.delete(At.log(101, 2), 2L, 1L, null));
    pipeline.send(FRIENDSHIPS, table.key(2L, 1L), null);
    assertThat(pipeline.changes())
        .containsExactly("friends/1/2 {}", "friends/1/2 -", "friends/1/2 -");
  }

  @Test
  @DisplayName("of a table without a primary key has no key: a dead letter that says what to do")
  void noKey() {
    pipeline.send(USERS, null, users.put("r", At.snapshot(100, 1), "u1", 30, "Bonn"));
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons())
        .containsExactly(
            "the record has no key: give the table a primary key, or name [user_id] in Debezium's"
                + " message.key.columns and set the table's REPLICA IDENTITY to FULL");
  }

  @Test
  @DisplayName("of a table without a primary key, of which message.key.columns names one, is a row")
  void keyByConfiguration() {
    DebeziumTable full =
        table(USERS, Column.key("user_id", TEXT), Column.of("age", INT), Column.of("city", TEXT));
    pipeline.send(USERS, full.key("u1"), full.put("c", At.log(100, 1), "u1", 30, "Bonn"));
    pipeline.send(USERS, full.key("u1"), full.delete(At.log(101, 2), "u1", 30, "Bonn"));
    assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}", "user/u1 -");
  }
}
