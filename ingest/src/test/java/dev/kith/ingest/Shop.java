package dev.kith.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * CDC records of the four default tables, as Debezium's PostgreSQL connector writes them, as bytes.
 */
public final class Shop {
  public static final String USERS = "shop.public.users";
  public static final String PRODUCTS = "shop.public.products";
  public static final String FRIENDSHIPS = "shop.public.friendships";
  public static final String PURCHASES = "shop.public.purchases";

  private final TestRegistry registry;
  private final Map<String, Schema> schemas = new HashMap<>();

  public Shop(TestRegistry registry) {
    this.registry = registry;
  }

  /** The key of a row, by the values of its key columns. */
  public byte[] key(String topic, String... values) {
    Schema schema = schema(topic, "key");
    GenericRecord key = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      key.put(i, values[i]);
    }
    return registry.wire(key);
  }

  /** An envelope with a row after: {@code c}, {@code u} or {@code r}. */
  public byte[] put(String topic, String op, long lsn, long tsMs, @Nullable Object... columns) {
    return envelope(topic, op, lsn, tsMs, "after", columns);
  }

  /** An envelope of a delete; the columns beyond the key hold placeholders. */
  public byte[] delete(String topic, long lsn, long tsMs, @Nullable Object... keyColumns) {
    return envelope(topic, "d", lsn, tsMs, "before", keyColumns);
  }

  /** An envelope without rows: {@code t}, {@code m}. */
  public byte[] empty(String topic, String op, long lsn, long tsMs) {
    return envelope(topic, op, lsn, tsMs, "", new Object[0]);
  }

  private byte[] envelope(
      String topic, String op, long lsn, long tsMs, String side, @Nullable Object... columns) {
    Schema schema = schema(topic, "value");
    GenericRecord envelope = new GenericData.Record(schema);
    envelope.put("op", op);
    envelope.put("ts_ms", tsMs + 5);
    GenericRecord source = filled(schema.getField("source").schema());
    source.put("lsn", lsn);
    source.put("ts_ms", tsMs);
    envelope.put("source", source);
    if (!side.isEmpty()) {
      envelope.put(side, row(schema.getField("after").schema().getTypes().get(1), columns));
    }
    return registry.wire(envelope);
  }

  /** A row of a schema, by the values of its first columns; the others get placeholders. */
  private static GenericRecord row(Schema schema, @Nullable Object... columns) {
    GenericRecord row = filled(schema);
    for (int i = 0; i < columns.length; i++) {
      row.put(i, columns[i] instanceof BigDecimal d ? bytes(d) : columns[i]);
    }
    return row;
  }

  private static GenericRecord filled(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(
          field.pos(),
          switch (field.schema().getType()) {
            case STRING -> "";
            case LONG -> 0L;
            default -> null;
          });
    }
    return record;
  }

  /** As {@code decimal.handling.mode=precise} writes a number. */
  public static ByteBuffer bytes(BigDecimal value) {
    return ByteBuffer.wrap(value.unscaledValue().toByteArray());
  }

  /** A user's row as {@code ExtractNewRecordState} flattens it, with what it is set to add. */
  public byte[] flattenedUser(
      String id, @Nullable Integer age, @Nullable String city, Map<String, Object> added) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Value")
            .namespace(USERS)
            .fields()
            .requiredString("user_id")
            .optionalInt("age")
            .optionalString("city");
    for (String name : List.of("__deleted", "__op")) {
      fields = added.containsKey(name) ? fields.optionalString(name) : fields;
    }
    for (String name : List.of("__lsn", "__source_ts_ms")) {
      fields = added.containsKey(name) ? fields.optionalLong(name) : fields;
    }
    GenericRecord row = row(fields.endRecord(), id, age, city);
    added.forEach(row::put);
    return registry.wire(row);
  }

  /** A row of any columns, flattened: the column of the key, then others. */
  public byte[] row(String keyColumn, Schema keySchema, Object key, Column... columns) {
    List<Schema.Field> fields = new ArrayList<>();
    fields.add(new Schema.Field(keyColumn, keySchema));
    for (Column column : columns) {
      fields.add(new Schema.Field(column.name(), column.schema()));
    }
    GenericRecord record =
        new GenericData.Record(Schema.createRecord("Value", null, "other", false, fields));
    record.put(0, key);
    for (int i = 0; i < columns.length; i++) {
      record.put(i + 1, columns[i].value());
    }
    return registry.wire(record);
  }

  /** A column of a row: its name, schema and value. */
  public record Column(String name, Schema schema, @Nullable Object value) {}

  private Schema schema(String topic, String part) {
    String table = topic.substring(topic.lastIndexOf('.') + 1);
    return schemas.computeIfAbsent("/schemas/avro/cdc/" + table + "_" + part + ".avsc", Shop::load);
  }

  private static Schema load(String resource) {
    try (InputStream in = Shop.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource);
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
