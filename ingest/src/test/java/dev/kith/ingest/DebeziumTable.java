package dev.kith.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table of any columns as Debezium's PostgreSQL connector (3.6) writes it through a Confluent
 * Avro converter: the same schemas, field by field, and bytes under their ids. Rows are given as
 * the values of their columns, in order.
 */
public final class DebeziumTable {

  /**
   * A column.
   *
   * @param key whether it is part of the primary key
   */
  public record Column(String name, boolean key, Schema schema) {

    public static Column key(String name, Schema schema) {
      return new Column(name, true, schema);
    }

    /** One that may be null. */
    public static Column of(String name, Schema schema) {
      return new Column(name, false, nullable(schema));
    }

    public static Column notNull(String name, Schema schema) {
      return new Column(name, false, schema);
    }
  }

  /**
   * Where a change comes from.
   *
   * @param lsn null for a row of an incremental snapshot
   * @param snapshot as the field {@code source.snapshot}
   * @param sequence as the field {@code source.sequence}
   */
  public record At(@Nullable Long lsn, long tsMs, String snapshot, String sequence) {

    /** The log. */
    public static At log(long lsn, long tsMs) {
      return new At(lsn, tsMs, "false", "[\"%d\",\"%d\"]".formatted(lsn - 1, lsn));
    }

    /** The snapshot at the start, or a blocking one: all rows have its position and time. */
    public static At snapshot(long lsn, long tsMs) {
      return new At(lsn, tsMs, "true", "[null,\"%d\"]".formatted(lsn));
    }

    /**
     * An incremental snapshot.
     *
     * @param read up to where the connector had read the log
     * @param tsMs when it did, by the connector's clock
     */
    public static At incremental(long read, long tsMs) {
      return new At(null, tsMs, "incremental", "[\"%d\",\"%d\"]".formatted(read, read));
    }
  }

  private static final Schema LONG = Schema.create(Schema.Type.LONG);
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  private static final Schema TRANSACTION =
      SchemaBuilder.record("block")
          .namespace("event")
          .prop("connect.name", "event.block")
          .fields()
          .requiredString("id")
          .requiredLong("total_order")
          .requiredLong("data_collection_order")
          .endRecord();

  private static final Schema SOURCE =
      SchemaBuilder.record("Source")
          .namespace("io.debezium.connector.postgresql")
          .fields()
          .requiredString("version")
          .requiredString("connector")
          .requiredString("name")
          .requiredLong("ts_ms")
          .optionalString("snapshot")
          .requiredString("db")
          .optionalString("sequence")
          .optionalLong("ts_us")
          .optionalLong("ts_ns")
          .requiredString("schema")
          .requiredString("table")
          .optionalLong("txId")
          .optionalLong("lsn")
          .optionalLong("xmin")
          .optionalString("origin")
          .optionalLong("origin_lsn")
          .endRecord();

  private final TestRegistry registry;
  private final List<Column> columns;
  private final Schema key;
  private final Schema row;
  private final Schema envelope;
  private final Schema flattened;

  public DebeziumTable(TestRegistry registry, String topic, Column... columns) {
    this.registry = registry;
    this.columns = List.of(columns);
    key = record("Key", topic, fields(this.columns.stream().filter(Column::key).toList()));
    row = record("Value", topic, fields(this.columns));
    envelope =
        record(
            "Envelope",
            topic,
            List.of(
                new Schema.Field("before", nullable(row)),
                new Schema.Field("after", nullable(row)),
                new Schema.Field("source", SOURCE),
                new Schema.Field("transaction", nullable(TRANSACTION)),
                new Schema.Field("op", TEXT),
                new Schema.Field("ts_ms", nullable(LONG)),
                new Schema.Field("ts_us", nullable(LONG)),
                new Schema.Field("ts_ns", nullable(LONG))));
    List<Schema.Field> flat = fields(this.columns);
    flat.add(new Schema.Field("__deleted", nullable(TEXT)));
    flat.add(new Schema.Field("__op", nullable(TEXT)));
    flat.add(new Schema.Field("__lsn", nullable(LONG)));
    flat.add(new Schema.Field("__source_ts_ms", nullable(LONG)));
    flat.add(new Schema.Field("__source_sequence", nullable(TEXT)));
    flattened = record("Value", topic, flat);
  }

  private static Schema nullable(Schema schema) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
  }

  private static Schema record(String name, String namespace, List<Schema.Field> fields) {
    return Schema.createRecord(name, null, namespace, false, fields);
  }

  private static List<Schema.Field> fields(List<Column> columns) {
    List<Schema.Field> fields = new ArrayList<>();
    columns.forEach(column -> fields.add(new Schema.Field(column.name(), column.schema())));
    return fields;
  }

  /** A schema that Kafka Connect names. */
  public static Schema named(Schema.Type type, String name) {
    Schema schema = Schema.create(type);
    schema.addProp("connect.version", (Object) 1);
    schema.addProp("connect.name", name);
    return schema;
  }

  /** The key of a row, by the values of its key columns. */
  public byte[] key(Object... values) {
    return registry.wire(filled(key, values));
  }

  /** A row that is there: {@code c}, {@code u} or {@code r}. */
  public byte[] put(String op, At at, @Nullable Object... values) {
    return envelope(op, at, null, filled(row, values));
  }

  /** A delete, with what the replica identity leaves of the row before. */
  public byte[] delete(At at, @Nullable Object... before) {
    return envelope("d", at, filled(row, before), null);
  }

  /** A truncate; its key is null. */
  public byte[] truncate(At at) {
    return envelope("t", at, null, null);
  }

  /**
   * A row after {@code ExtractNewRecordState} with {@code
   * add.fields=op,lsn,source.ts_ms,source.sequence}.
   *
   * @param withSequence whether the last of these is added
   */
  public byte[] flattened(String op, At at, boolean withSequence, @Nullable Object... values) {
    GenericRecord flat = filled(flattened, values);
    flat.put("__deleted", String.valueOf(op.equals("d")));
    flat.put("__op", op);
    flat.put("__lsn", at.lsn());
    flat.put("__source_ts_ms", at.tsMs());
    flat.put("__source_sequence", withSequence ? at.sequence() : null);
    return registry.wire(flat);
  }

  private byte[] envelope(
      String op, At at, @Nullable GenericRecord before, @Nullable GenericRecord after) {
    GenericRecord value = new GenericData.Record(envelope);
    value.put("before", before);
    value.put("after", after);
    value.put("source", source(at));
    value.put("transaction", at.snapshot().equals("false") ? transaction(at) : null);
    value.put("op", op);
    value.put("ts_ms", at.tsMs() + 7);
    value.put("ts_us", (at.tsMs() + 7) * 1_000);
    value.put("ts_ns", (at.tsMs() + 7) * 1_000_000);
    return registry.wire(value);
  }

  private static GenericRecord source(At at) {
    GenericRecord source = new GenericData.Record(SOURCE);
    source.put("version", "3.6.3.Final");
    source.put("connector", "postgresql");
    source.put("name", "shop");
    source.put("ts_ms", at.tsMs());
    source.put("snapshot", at.snapshot());
    source.put("db", "shop");
    source.put("sequence", at.sequence());
    source.put("ts_us", at.tsMs() * 1_000);
    source.put("ts_ns", at.tsMs() * 1_000_000);
    source.put("schema", "public");
    source.put("table", "any");
    source.put("txId", at.lsn() == null ? null : 788L);
    source.put("lsn", at.lsn());
    return source;
  }

  /** What {@code provide.transaction.metadata=true} adds to a change from the log. */
  private static GenericRecord transaction(At at) {
    GenericRecord transaction = new GenericData.Record(TRANSACTION);
    transaction.put("id", "788:" + at.lsn());
    transaction.put("total_order", 1L);
    transaction.put("data_collection_order", 1L);
    return transaction;
  }

  private static GenericRecord filled(Schema schema, @Nullable Object... values) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }
}
