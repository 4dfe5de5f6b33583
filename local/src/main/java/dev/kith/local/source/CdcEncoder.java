package dev.kith.local.source;

import dev.kith.local.source.RowChange.Op;
import dev.kith.local.source.Table.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Row changes as the bytes that Debezium's PostgreSQL connector writes through a Confluent Avro
 * converter, with {@code REPLICA IDENTITY DEFAULT}: an update has no {@code before}, and that of a
 * delete holds the key and placeholders. Not thread-safe.
 */
final class CdcEncoder {

  /** Gives a schema of a subject its id in the registry. */
  interface Registration {
    int id(String subject, Schema schema);
  }

  private record Writer(int id, Schema schema, GenericDatumWriter<GenericRecord> writer) {}

  /** How one table is written. */
  private record Format(Writer key, Writer envelope, CdcSchemas schemas) {}

  private final Map<Table, Format> formats = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;

  /** Registers the schemas of the tables. */
  CdcEncoder(List<Table> tables, Registration registration) {
    for (Table table : tables) {
      CdcSchemas schemas = CdcSchemas.of(table);
      int keyId = registration.id(table.topic() + "-key", schemas.key());
      int valueId = registration.id(table.topic() + "-value", schemas.envelope());
      formats.put(
          table,
          new Format(writer(keyId, schemas.key()), writer(valueId, schemas.envelope()), schemas));
    }
  }

  /** The record's key. */
  byte[] key(TableRow row) {
    Writer writer = format(row.table()).key();
    GenericRecord key = new GenericData.Record(writer.schema());
    for (Column column : row.table().columns()) {
      if (column.key()) {
        key.put(column.name(), row.value(column.name()));
      }
    }
    return write(writer, key);
  }

  /**
   * The record's value: an envelope.
   *
   * @param lsn the change's position in the source's log
   * @param time when the source made the change
   */
  byte[] value(RowChange change, long lsn, Instant time) {
    TableRow row = change.row();
    Format format = format(row.table());
    GenericRecord envelope = new GenericData.Record(format.envelope().schema());
    if (change.op() == Op.DELETE) {
      envelope.put("before", keyOnly(format.schemas().row(), row));
    } else {
      envelope.put("after", record(format.schemas().row(), row));
    }
    envelope.put("source", source(format.schemas().source(), change, lsn, time));
    envelope.put("op", change.op().code());
    envelope.put("ts_ms", time.toEpochMilli());
    return write(format.envelope(), envelope);
  }

  private static GenericRecord source(Schema schema, RowChange change, long lsn, Instant time) {
    String[] topic = change.row().table().topic().split("\\.", -1);
    GenericRecord source = new GenericData.Record(schema);
    source.put("version", "3.6.3.Final");
    source.put("connector", "postgresql");
    source.put("name", topic[0]);
    source.put("ts_ms", time.toEpochMilli());
    source.put("snapshot", change.op() == Op.READ ? "true" : "false");
    source.put("db", topic[0]);
    source.put("schema", part(topic, 2));
    source.put("table", part(topic, 1));
    source.put("lsn", lsn);
    return source;
  }

  /** A part of a topic's name, counted from the end; nothing if it has fewer. */
  private static String part(String[] topic, int fromEnd) {
    return fromEnd <= topic.length ? topic[topic.length - fromEnd] : "";
  }

  private static GenericRecord record(Schema schema, TableRow row) {
    GenericRecord record = new GenericData.Record(schema);
    List<Column> columns = row.table().columns();
    for (int i = 0; i < columns.size(); i++) {
      record.put(columns.get(i).name(), avro(row.values().get(i)));
    }
    return record;
  }

  /** A deleted row as PostgreSQL's log has it: the key, and nothing that can be believed beside. */
  private static GenericRecord keyOnly(Schema schema, TableRow row) {
    GenericRecord record = new GenericData.Record(schema);
    for (Column column : row.table().columns()) {
      if (column.key()) {
        record.put(column.name(), row.value(column.name()));
      } else if (!column.nullable()) {
        record.put(column.name(), ""); // whatever can't be null is a text
      }
    }
    return record;
  }

  private static @Nullable Object avro(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
      case Instant instant -> Timestamps.zoned(instant);
      default -> value;
    };
  }

  /** Confluent's wire format: a zero, the schema's id, the record in Avro's binary encoding. */
  private byte[] write(Writer writer, GenericRecord record) {
    out.reset();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(writer.id()).array());
    encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
    try {
      writer.writer().write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException("a ByteArrayOutputStream does not fail", e);
    }
    return out.toByteArray();
  }

  private Format format(Table table) {
    return Objects.requireNonNull(formats.get(table));
  }

  private static Writer writer(int id, Schema schema) {
    return new Writer(id, schema, new GenericDatumWriter<>(schema));
  }
}
