package dev.kith.local.shop;

import dev.kith.local.shop.RowChange.Op;
import dev.kith.local.shop.ShopTable.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
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
  private record Format(Writer key, Writer envelope, Schema row, Schema source) {}

  private final Map<ShopTable, Format> formats = new EnumMap<>(ShopTable.class);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;

  /** Registers the schemas of all tables. */
  CdcEncoder(Registration registration) {
    for (ShopTable table : ShopTable.values()) {
      Schema key = load(table.tableName() + "_key");
      Schema envelope = load(table.tableName() + "_value");
      formats.put(
          table,
          new Format(
              writer(registration.id(table.topic() + "-key", key), key),
              writer(registration.id(table.topic() + "-value", envelope), envelope),
              envelope.getField("before").schema().getTypes().get(1),
              envelope.getField("source").schema()));
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
      envelope.put("before", keyOnly(format.row(), row));
    } else {
      envelope.put("after", record(format.row(), row));
    }
    envelope.put("source", source(format.source(), change, lsn, time));
    envelope.put("op", change.op().code());
    envelope.put("ts_ms", time.toEpochMilli());
    return write(format.envelope(), envelope);
  }

  private static GenericRecord source(Schema schema, RowChange change, long lsn, Instant time) {
    GenericRecord source = new GenericData.Record(schema);
    source.put("version", "3.6.3.Final");
    source.put("connector", "postgresql");
    source.put("name", "shop");
    source.put("ts_ms", time.toEpochMilli());
    source.put("snapshot", change.op() == Op.READ ? "true" : "false");
    source.put("db", "shop");
    source.put("schema", "public");
    source.put("table", change.row().table().tableName());
    source.put("lsn", lsn);
    return source;
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
        record.put(column.name(), "");
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

  private Format format(ShopTable table) {
    return Objects.requireNonNull(formats.get(table));
  }

  private static Writer writer(int id, Schema schema) {
    return new Writer(id, schema, new GenericDatumWriter<>(schema));
  }

  private static Schema load(String name) {
    String resource = "/schemas/avro/cdc/" + name + ".avsc";
    try (InputStream in = CdcEncoder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
