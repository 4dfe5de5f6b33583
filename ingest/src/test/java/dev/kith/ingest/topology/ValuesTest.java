package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.PRODUCTS;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.Shop;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A column's value")
class ValuesTest {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema INT = Schema.create(Schema.Type.INT);
  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema FLOAT = Schema.create(Schema.Type.FLOAT);
  private static final Schema DOUBLE = Schema.create(Schema.Type.DOUBLE);
  private static final Schema BOOLEAN = Schema.create(Schema.Type.BOOLEAN);
  private static final Schema VARIABLE_SCALE =
      SchemaBuilder.record("VariableScaleDecimal")
          .namespace("io.debezium.data")
          .prop("connect.name", "io.debezium.data.VariableScaleDecimal")
          .fields()
          .requiredInt("scale")
          .requiredBytes("value")
          .endRecord();

  private static final long MARCH = micros("2024-03-01T12:00:00Z");
  private static final long YEAR_1 = micros("0001-01-01T00:00:00Z");
  private static final long YEAR_9999 = micros("9999-12-31T23:59:59.999999Z");

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  private static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  /** A schema that Kafka Connect names. */
  private static Schema named(Schema.Type type, String name) {
    Schema schema = Schema.create(type);
    schema.addProp("connect.name", name);
    return schema;
  }

  private static Schema logical(Schema.Type type, String name) {
    Schema schema = Schema.create(type);
    schema.addProp("logicalType", name);
    return schema;
  }

  private static Schema decimal(int scale) {
    Schema schema = named(Schema.Type.BYTES, "org.apache.kafka.connect.data.Decimal");
    schema.addProp("scale", (Object) scale);
    return schema;
  }

  private static Schema zoned() {
    return named(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp");
  }

  private static ByteBuffer bytes(String number) {
    return Shop.bytes(new BigDecimal(number));
  }

  private static GenericRecord variable(int scale, String number) {
    return new GenericRecordBuilder(VARIABLE_SCALE)
        .set("scale", scale)
        .set("value", bytes(number))
        .build();
  }

  private void send(String column, Schema schema, @Nullable Object value) {
    boolean ofProduct = column.equals("price");
    pipeline.send(
        ofProduct ? PRODUCTS : USERS,
        pipeline.registry.wire(TEXT, "x"),
        pipeline.shop.row(
            ofProduct ? "product_id" : "user_id",
            TEXT,
            "x",
            new Shop.Column(column, schema, value)));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of("price", decimal(2), bytes("12.50"), "12.5"),
        Arguments.of("price", decimal(2), bytes("-0.01"), "-0.01"),
        Arguments.of("price", decimal(2), bytes("0.00"), "0.0"),
        Arguments.of("price", decimal(2), bytes("9999999999.99"), "9.99999999999E9"),
        Arguments.of("price", decimal(0), bytes("7"), "7.0"),
        Arguments.of(
            "price", logical(Schema.Type.BYTES, "decimal"), bytes("7"), "7.0"), // without a scale
        Arguments.of("price", VARIABLE_SCALE, variable(3, "1.250"), "1.25"),
        Arguments.of("price", VARIABLE_SCALE, variable(-2, "12"), "1200.0"),
        Arguments.of("price", TEXT, "12.50", "12.5"),
        Arguments.of("price", TEXT, "1e3", "1000.0"),
        Arguments.of("price", DOUBLE, 12.5, "12.5"),
        Arguments.of("price", FLOAT, 0.5f, "0.5"),
        Arguments.of("price", INT, 12, "12.0"),
        Arguments.of("price", LONG, 12L, "12.0"),
        Arguments.of("age", INT, 30, "30"),
        Arguments.of("age", LONG, Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of("age", DOUBLE, 30.0, "30"),
        Arguments.of("age", TEXT, "30", "30"),
        Arguments.of("age", decimal(2), bytes("30.00"), "30"),
        Arguments.of("age", VARIABLE_SCALE, variable(0, "30"), "30"));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("city", TEXT, "Bonn", "Bonn"),
        Arguments.of("city", TEXT, "", ""),
        Arguments.of("city", TEXT, "Zürich 🏔", "Zürich 🏔"),
        Arguments.of(
            "city",
            SchemaBuilder.enumeration("City").symbols("Bonn", "Kiel"),
            new GenericData.EnumSymbol(
                SchemaBuilder.enumeration("City").symbols("Bonn", "Kiel"), "Kiel"),
            "Kiel"),
        Arguments.of("city", INT, 5, "5"),
        Arguments.of("city", BOOLEAN, true, "true"),
        Arguments.of("city", decimal(2), bytes("12.50"), "12.50"),
        Arguments.of("city", VARIABLE_SCALE, variable(-3, "1"), "1000"),
        Arguments.of(
            "city",
            named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp"),
            MARCH,
            "2024-03-01T12:00:00Z"));
  }

  static Stream<Arguments> timestamps() {
    return Stream.of(
        Arguments.of(zoned(), "2024-03-01T12:00:00.000000Z", MARCH),
        Arguments.of(zoned(), "2024-03-01T12:00:00Z", MARCH),
        Arguments.of(zoned(), "2024-03-01T13:30:00+01:30", MARCH),
        Arguments.of(zoned(), "2024-03-01T04:00:00.000000-08:00", MARCH),
        Arguments.of(zoned(), "2024-03-01T12:00:00.123456Z", MARCH + 123_456),
        Arguments.of(zoned(), "2024-03-01T12:00:00.123456789Z", MARCH + 123_456),
        Arguments.of(zoned(), "1969-12-31T23:59:59.999999Z", -1),
        Arguments.of(zoned(), "infinity", YEAR_9999),
        Arguments.of(zoned(), "-infinity", YEAR_1),
        Arguments.of(zoned(), "+12024-03-01T12:00:00Z", YEAR_9999),
        Arguments.of(zoned(), "-0044-03-15T12:00:00Z", YEAR_1),
        Arguments.of(TEXT, "2024-03-01 12:00:00+00", MARCH),
        Arguments.of(TEXT, "2024-03-01 17:30:00.5+05:30", MARCH + 500_000),
        Arguments.of(
            named(Schema.Type.STRING, "io.debezium.time.IsoDate"),
            "2024-03-01Z",
            micros("2024-03-01T00:00:00Z")),
        Arguments.of(named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp"), MARCH, MARCH),
        Arguments.of(named(Schema.Type.LONG, "io.debezium.time.Timestamp"), MARCH / 1000, MARCH),
        Arguments.of(
            named(Schema.Type.LONG, "org.apache.kafka.connect.data.Timestamp"),
            MARCH / 1000,
            MARCH),
        Arguments.of(logical(Schema.Type.LONG, "timestamp-millis"), MARCH / 1000, MARCH),
        Arguments.of(logical(Schema.Type.LONG, "timestamp-micros"), MARCH, MARCH),
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.NanoTimestamp"), MARCH * 1000 + 999, MARCH),
        Arguments.of(named(Schema.Type.LONG, "io.debezium.time.NanoTimestamp"), -1L, -1),
        Arguments.of(
            named(Schema.Type.INT, "io.debezium.time.Date"),
            19_783,
            micros("2024-03-01T00:00:00Z")),
        Arguments.of(named(Schema.Type.INT, "io.debezium.time.Date"), -1, -86_400_000_000L),
        // PostgreSQL's infinity, as Debezium writes it in numbers.
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp"),
            9_223_372_036_825_200_000L,
            YEAR_9999),
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp"),
            -9_223_372_036_832_400_000L,
            YEAR_1),
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.Timestamp"), Long.MAX_VALUE, YEAR_9999),
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.NanoTimestamp"),
            Long.MAX_VALUE,
            9_223_372_036_854_775L),
        Arguments.of(named(Schema.Type.INT, "io.debezium.time.Date"), -2_147_472_692, YEAR_9999),
        Arguments.of(named(Schema.Type.INT, "io.debezium.time.Date"), -2_147_472_691, YEAR_1),
        Arguments.of(
            named(Schema.Type.INT, "org.apache.kafka.connect.data.Date"),
            -2_147_472_692,
            YEAR_9999),
        Arguments.of(
            named(Schema.Type.STRING, "io.debezium.time.IsoDate"), "-5877611-06-21Z", YEAR_9999),
        Arguments.of(
            named(Schema.Type.STRING, "io.debezium.time.IsoDate"), "-5877611-06-22Z", YEAR_1),
        Arguments.of(
            named(Schema.Type.STRING, "io.debezium.time.IsoTimestamp"),
            "+294247-01-10T04:00:25.2Z",
            YEAR_9999),
        Arguments.of(
            named(Schema.Type.STRING, "io.debezium.time.IsoTimestamp"),
            "-290308-12-21T19:59:27.6Z",
            YEAR_1),
        // Years that PostgreSQL has and Dgraph has not.
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.MicroTimestamp"),
            -63_517_780_800_000_000L,
            YEAR_1),
        Arguments.of(
            named(Schema.Type.LONG, "io.debezium.time.Timestamp"), 317_278_814_400_000L, YEAR_9999),
        Arguments.of(named(Schema.Type.INT, "io.debezium.time.Date"), -735_160, YEAR_1),
        Arguments.of(named(Schema.Type.INT, "io.debezium.time.Date"), 3_672_208, YEAR_9999));
  }

  @ParameterizedTest(name = "{2} as {1} is {0} {3}")
  @MethodSource({"numbers", "texts"})
  @DisplayName("is what its schema says it means, as its attribute's type")
  void read(String column, Schema schema, Object value, String expected) {
    send(column, schema, value);
    String element = column.equals("price") ? "product/x" : "user/x";
    assertThat(pipeline.reasons()).isEmpty();
    assertThat(pipeline.changes()).containsExactly(element + " {" + column + "=" + expected + "}");
  }

  @ParameterizedTest(name = "{1} as {0} is {2}")
  @MethodSource("timestamps")
  @DisplayName("is a time in microseconds, whatever its form; beyond the years 1 to 9999 their end")
  void time(Schema schema, Object value, long expected) {
    send("created_at", schema, value);
    assertThat(pipeline.reasons()).isEmpty();
    assertThat(pipeline.changes()).containsExactly("user/x {created_at=" + expected + "}");
  }

  @ParameterizedTest(name = "{2} as {1}")
  @MethodSource({"numbers", "texts"})
  @DisplayName("may be null where its schema lets it, in a union in either order")
  void nullable(String column, Schema schema, Object value, String expected) {
    send(column, Schema.createUnion(Schema.create(Schema.Type.NULL), schema), null);
    send(column, Schema.createUnion(schema, Schema.create(Schema.Type.NULL)), null);
    send(column, Schema.createUnion(schema, Schema.create(Schema.Type.NULL)), value);
    String element = column.equals("price") ? "product/x" : "user/x";
    assertThat(pipeline.changes())
        .containsExactly(
            element + " {}", element + " {}", element + " {" + column + "=" + expected + "}");
  }

  static Stream<Arguments> notFinite() {
    return Stream.of(
        Arguments.of("price", DOUBLE, Double.NaN),
        Arguments.of("price", DOUBLE, Double.POSITIVE_INFINITY),
        Arguments.of("price", FLOAT, Float.NEGATIVE_INFINITY),
        Arguments.of("price", TEXT, "NAN"),
        Arguments.of("price", TEXT, "POSITIVE_INFINITY"),
        Arguments.of("price", TEXT, "NEGATIVE_INFINITY"),
        Arguments.of("price", TEXT, "NaN"),
        Arguments.of("age", DOUBLE, Double.NaN),
        Arguments.of("age", TEXT, "NAN"));
  }

  @ParameterizedTest(name = "{2} as {1}")
  @MethodSource("notFinite")
  @DisplayName("that is no finite number is none, as in Debezium's decimals, and the row is taken")
  void notFinite(String column, Schema schema, Object value) {
    send(column, schema, value);
    assertThat(pipeline.reasons()).isEmpty();
    assertThat(pipeline.changes())
        .containsExactly(column.equals("price") ? "product/x {}" : "user/x {}");
  }

  static Stream<Arguments> impossible() {
    Schema array = Schema.createArray(INT);
    return Stream.of(
        Arguments.of("age", DOUBLE, 30.5, "'30.5', which is not a whole number of 64 bits"),
        Arguments.of("age", DOUBLE, 1e19, "which is not a whole number of 64 bits"),
        Arguments.of("age", TEXT, "thirty", "'thirty', which is not a number"),
        Arguments.of("age", TEXT, "1e999999999", "which is not a whole number of 64 bits"),
        Arguments.of("age", BOOLEAN, true, "'true', which is not a whole number of 64 bits"),
        Arguments.of("price", TEXT, "1e400", "which is not a finite double"),
        Arguments.of("price", TEXT, "", "'', which is not a number"),
        Arguments.of("price", decimal(2), ByteBuffer.allocate(0), "a decimal of no bytes"),
        Arguments.of("city", VARIABLE_SCALE, hugeScale(), "a decimal of scale -2000000000"),
        Arguments.of(
            "price",
            Schema.create(Schema.Type.BYTES),
            bytes("1"),
            "Avro's bytes, which no attribute can hold"),
        Arguments.of(
            "city",
            array,
            new GenericData.Array<>(array, List.of(1)),
            "Avro's array, which no attribute can hold"),
        Arguments.of("created_at", LONG, 5L, "whose schema does not say in which unit of time"),
        Arguments.of("created_at", TEXT, "yesterday", "is not a timestamp in ISO 8601"),
        Arguments.of("created_at", TEXT, "2024-03-01T12:00:00", "in ISO 8601 with an offset"),
        Arguments.of("created_at", BOOLEAN, true, "'true', which is not a timestamp"));
  }

  private static GenericRecord hugeScale() {
    return new GenericRecordBuilder(VARIABLE_SCALE)
        .set("scale", -2_000_000_000)
        .set("value", ByteBuffer.wrap(new byte[] {1}))
        .build();
  }

  @ParameterizedTest(name = "{2} for {0}")
  @MethodSource("impossible")
  @DisplayName("that its attribute can't hold makes the record bad; the reason names the column")
  void impossible(String column, Schema schema, Object value, String reason) {
    send(column, schema, value);
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons())
        .singleElement()
        .asString()
        .startsWith("column '" + column + "' holds ")
        .contains(reason);
  }
}
