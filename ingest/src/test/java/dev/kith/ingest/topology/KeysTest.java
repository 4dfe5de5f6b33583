package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.PURCHASES;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.Shop;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A key")
class KeysTest {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema INT = Schema.create(Schema.Type.INT);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  private static Schema decimal(int scale) {
    Schema schema = Schema.create(Schema.Type.BYTES);
    schema.addProp("connect.name", "org.apache.kafka.connect.data.Decimal");
    schema.addProp("scale", (Object) scale);
    return schema;
  }

  /** The key of a record, with one column. */
  private byte[] key(String column, Schema schema, @Nullable Object value) {
    Schema record =
        SchemaBuilder.record("Key").fields().name(column).type(schema).noDefault().endRecord();
    return pipeline.registry.wire(new GenericRecordBuilder(record).set(column, value).build());
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of(TEXT, "u1", "u1"),
        Arguments.of(TEXT, "a/b%c", "a%2Fb%25c"), // as the changes' keys write it
        Arguments.of(TEXT, " ", " "),
        Arguments.of(INT, 42, "42"),
        Arguments.of(LONG, -7L, "-7"),
        Arguments.of(LONG, Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of(decimal(0), Shop.bytes(new BigDecimal("42")), "42"),
        Arguments.of(decimal(2), Shop.bytes(new BigDecimal("42.00")), "42"),
        Arguments.of(
            decimal(0), Shop.bytes(new BigDecimal("1000000000000000000000")), "1" + "0".repeat(21)),
        Arguments.of(TEXT, "k".repeat(512), "k".repeat(512)));
  }

  @ParameterizedTest(name = "{1} as {0}")
  @MethodSource("accepted")
  @DisplayName("is a text as it is, or a whole number as its decimal text")
  void accepted(Schema schema, Object value, String expected) {
    pipeline.send(
        USERS, key("user_id", schema, value), pipeline.shop.row("user_id", schema, value));
    pipeline.send(USERS, key("user_id", schema, value), null);
    assertThat(pipeline.reasons()).isEmpty();
    assertThat(pipeline.changes())
        .containsExactly("user/" + expected + " {}", "user/" + expected + " -");
  }

  static Stream<Arguments> refused() {
    Schema date = Schema.create(Schema.Type.INT);
    date.addProp("connect.name", "io.debezium.time.Date");
    return Stream.of(
        Arguments.of(TEXT, "", "column 'user_id', a key, has 0 characters, not 1 to 512"),
        Arguments.of(
            TEXT, "k".repeat(513), "column 'user_id', a key, has 513 characters, not 1 to 512"),
        Arguments.of(
            Schema.create(Schema.Type.DOUBLE),
            1.0,
            "column 'user_id', a key, is neither text nor a whole number"),
        Arguments.of(
            Schema.create(Schema.Type.BOOLEAN),
            true,
            "column 'user_id', a key, is neither text nor a whole number"),
        Arguments.of(
            decimal(2),
            Shop.bytes(new BigDecimal("1.50")),
            "column 'user_id', a key, is neither text nor a whole number"),
        Arguments.of(date, 5, "column 'user_id', a key, is neither text nor a whole number"),
        Arguments.of(
            Schema.createArray(INT),
            java.util.List.of(1),
            "column 'user_id' holds Avro's array, which no attribute can hold"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refused")
  @DisplayName("has 1 to 512 characters and is nothing else; otherwise the record is bad")
  void refused(Schema schema, Object value, String reason) {
    pipeline.send(USERS, key("user_id", schema, value), null);
    assertThat(pipeline.reasons()).containsExactly(reason);
    assertThat(pipeline.changes()).isEmpty();
  }

  @Test
  @DisplayName("that is null makes the record bad")
  void none() {
    Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), TEXT);
    pipeline.send(USERS, key("user_id", nullable, null), null);
    assertThat(pipeline.reasons()).containsExactly("column 'user_id', a key, is null");
  }

  @Test
  @DisplayName("of another name than graph.yaml's, in key and row, is a bad record that names it")
  void missing() {
    pipeline.send(USERS, key("id", TEXT, "u1"), pipeline.shop.row("id", TEXT, "u1"));
    assertThat(pipeline.reasons()).containsExactly("there is no column 'user_id'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_id", "product_id"})
  @DisplayName("of an edge's end that is missing or null makes the record bad")
  void end(String column) {
    Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), TEXT);
    String other = column.equals("user_id") ? "product_id" : "user_id";
    pipeline.send(
        PURCHASES,
        key("purchase_id", TEXT, "o1"),
        pipeline.shop.row("purchase_id", TEXT, "o1", new Shop.Column(other, TEXT, "x")));
    pipeline.send(
        PURCHASES,
        key("purchase_id", TEXT, "o1"),
        pipeline.shop.row(
            "purchase_id",
            TEXT,
            "o1",
            new Shop.Column(other, TEXT, "x"),
            new Shop.Column(column, nullable, null)));
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons())
        .containsExactly(
            "there is no column '" + column + "'", "column '" + column + "', a key, is null");
  }

  @Test
  @DisplayName("of a pair is both ends, and a plain value is not enough")
  void pair() {
    pipeline.send(FRIENDSHIPS, pipeline.registry.wire(TEXT, "a"), null);
    assertThat(pipeline.reasons())
        .containsExactly("the record's key is a plain value, where it takes [user_id, friend_id]");
  }

  @Test
  @DisplayName("is the same element as a number and as its text: a column's type may change")
  void numberOrText() {
    pipeline.send(USERS, key("user_id", INT, 7), pipeline.shop.row("user_id", INT, 7));
    pipeline.send(USERS, key("user_id", LONG, 7L), pipeline.shop.row("user_id", LONG, 7L));
    pipeline.send(USERS, key("user_id", TEXT, "7"), null);
    assertThat(pipeline.changes()).containsExactly("user/7 {}", "user/7 {}", "user/7 -");
  }

  @Test
  @DisplayName("of a purchase leads to ends that are numbers or texts alike")
  void numericEnds() {
    GenericRecord row =
        new GenericRecordBuilder(
                SchemaBuilder.record("Value")
                    .fields()
                    .requiredLong("purchase_id")
                    .requiredLong("user_id")
                    .requiredInt("product_id")
                    .endRecord())
            .set("purchase_id", 1L)
            .set("user_id", 2L)
            .set("product_id", 3)
            .build();
    pipeline.send(PURCHASES, key("purchase_id", LONG, 1L), pipeline.registry.wire(row));
    assertThat(pipeline.changes()).containsExactly("purchased/1 2→3 {}");
  }
}
