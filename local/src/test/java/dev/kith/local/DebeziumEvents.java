package dev.kith.local;

import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.features.oracle.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
 * The oracle's source events as the bytes that Debezium's PostgreSQL connector writes through a
 * Confluent Avro converter. Written apart from the publishers in {@code local}, so that a mistake
 * there is not repeated here.
 */
public final class DebeziumEvents {
  /** A Kafka record; the key is null for a truncate, the value for a tombstone. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Bytes(byte @Nullable [] key, byte @Nullable [] value) {}

  /** What the connector makes of a row. */
  public enum Form {
    /** {@code before}, {@code after}, {@code source}, {@code op}. */
    ENVELOPE,
    /**
     * The columns beside {@code __op} and the like, as the transformation {@code
     * ExtractNewRecordState} leaves them with {@code delete.tombstone.handling.mode =
     * rewrite-with-tombstone}. It leaves truncates out.
     */
    FLATTENED;

    /** What of these events arrives. */
    public List<SourceEvent> of(List<SourceEvent> events) {
      return this == ENVELOPE
          ? events
          : events.stream().filter(e -> e.op() != SourceEvent.Op.TRUNCATE).toList();
    }
  }

  private record Versioned(Schema schema, int id) {}

  /**
   * The schemas of a table.
   *
   * @param value of what the connector writes
   * @param unplaced of that where the connector is not set to add positions
   */
  private record Schemas(Versioned key, Versioned value, Versioned unplaced) {}

  /** With all six digits: PostgreSQL's resolution. */
  private static final DateTimeFormatter ZONED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<Table, Schemas> schemas = new EnumMap<>(Table.class);

  private final Form form;

  public DebeziumEvents(Form form, SchemaRegistration register) {
    this.form = form;
    for (Table table : Table.values()) {
      String name = table.name().toLowerCase(Locale.ROOT);
      Schema key = load(name + "_key");
      Schema envelope = load(name + "_value");
      Schema value = form == Form.ENVELOPE ? envelope : flattened(envelope, true);
      Schema unplaced = form == Form.ENVELOPE ? envelope : flattened(envelope, false);
      String subject = table.topic() + "-value";
      schemas.put(
          table,
          new Schemas(
              new Versioned(key, register.id(table.topic() + "-key", key)),
              new Versioned(value, register.id(subject, value)),
              new Versioned(unplaced, register.id(subject, unplaced))));
    }
  }

  public Bytes encode(SourceEvent event) {
    Schemas table = schemas(event.table());
    Versioned value = event.lsn() == null ? table.unplaced() : table.value();
    if (event.op() == SourceEvent.Op.TRUNCATE) {
      return new Bytes(null, wire(value.id(), envelope(value.schema(), event)));
    }
    GenericRecord key = new GenericData.Record(table.key().schema());
    int part = 0;
    for (Table.Column column : event.table().columns()) {
      if (column.key()) {
        key.put(column.name(), event.key().get(part++));
      }
    }
    byte[] keyBytes = wire(table.key().id(), key);
    if (event.op() == SourceEvent.Op.TOMBSTONE) {
      return new Bytes(keyBytes, null);
    }
    GenericRecord record =
        form == Form.ENVELOPE ? envelope(value.schema(), event) : flattened(value.schema(), event);
    return new Bytes(keyBytes, wire(value.id(), record));
  }

  private static GenericRecord envelope(Schema schema, SourceEvent event) {
    GenericRecord envelope = new GenericData.Record(schema);
    Schema row = notNull(schema.getField("after").schema());
    Rows.SourceRow before = event.before();
    Rows.SourceRow after = event.after();
    envelope.put("before", before == null ? null : row(row, before));
    envelope.put("after", after == null ? null : row(row, after));
    envelope.put("source", source(schema, event));
    envelope.put("op", event.op().code());
    putIfThere(envelope, "ts_ms", Objects.requireNonNull(event.tsMs()) + 3);
    return envelope;
  }

  private static GenericRecord flattened(Schema schema, SourceEvent event) {
    Rows.SourceRow after = event.after();
    GenericRecord flat =
        row(schema, after == null ? Objects.requireNonNull(event.before()) : after);
    flat.put("__deleted", String.valueOf(after == null));
    flat.put("__op", event.op().code());
    flat.put("__source_ts_ms", event.tsMs());
    if (event.lsn() != null) {
      flat.put("__lsn", lsn(event));
      flat.put("__source_sequence", sequence(event));
    }
    return flat;
  }

  /**
   * The columns, then what {@code add.fields=op,source.ts_ms} adds, and with positions {@code
   * lsn,source.sequence}.
   */
  private static Schema flattened(Schema envelope, boolean positions) {
    Schema row = notNull(envelope.getField("after").schema());
    List<Schema.Field> fields = new ArrayList<>();
    row.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(added("__deleted", Schema.Type.STRING));
    fields.add(added("__op", Schema.Type.STRING));
    fields.add(added("__source_ts_ms", Schema.Type.LONG));
    if (positions) {
      fields.add(added("__lsn", Schema.Type.LONG));
      fields.add(added("__source_sequence", Schema.Type.STRING));
    }
    return Schema.createRecord(row.getName(), null, row.getNamespace(), false, fields);
  }

  private static Schema.Field added(String name, Schema.Type type) {
    return new Schema.Field(name, nullable(type), null, Schema.Field.NULL_DEFAULT_VALUE);
  }

  private static Schema nullable(Schema.Type type) {
    return Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(type));
  }

  private static GenericRecord source(Schema envelope, SourceEvent event) {
    GenericRecord source = new GenericData.Record(envelope.getField("source").schema());
    for (Schema.Field field : source.getSchema().getFields()) {
      if (field.hasDefaultValue()) {
        source.put(field.name(), GenericData.get().getDefaultValue(field));
      } else if (type(field) == Schema.Type.STRING) {
        source.put(field.name(), "");
      } else if (type(field) == Schema.Type.LONG) {
        source.put(field.name(), 0L);
      }
    }
    source.put("connector", "postgresql");
    source.put("name", "shop");
    source.put("snapshot", snapshot(event.op()));
    source.put("sequence", sequence(event));
    source.put("lsn", lsn(event));
    source.put("ts_ms", event.tsMs());
    putIfThere(source, "table", event.table().name().toLowerCase(Locale.ROOT));
    return source;
  }

  private static String snapshot(SourceEvent.Op op) {
    return switch (op) {
      case SNAPSHOT -> "true";
      case INCREMENTAL -> "incremental";
      default -> "false";
    };
  }

  private static @Nullable Long lsn(SourceEvent event) {
    return event.op() == SourceEvent.Op.INCREMENTAL ? null : event.lsn();
  }

  private static @Nullable String sequence(SourceEvent event) {
    Long lsn = event.lsn();
    return lsn == null ? null : "[\"%d\",\"%d\"]".formatted(lsn - 1, lsn);
  }

  private static GenericRecord row(Schema schema, Rows.SourceRow row) {
    GenericRecord record = new GenericData.Record(schema);
    row.columns().forEach((column, value) -> record.put(column, column(value)));
    return record;
  }

  private static @Nullable Object column(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
      case Long micros -> zoned(micros);
      default -> value;
    };
  }

  private static String zoned(long micros) {
    return ZONED.format(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L));
  }

  private static byte[] wire(int id, GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void putIfThere(GenericRecord record, String field, Object value) {
    if (record.getSchema().getField(field) != null) {
      record.put(field, value);
    }
  }

  private static Schema.Type type(Schema.Field field) {
    return notNull(field.schema()).getType();
  }

  private static Schema notNull(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }

  private Schemas schemas(Table table) {
    Schemas found = schemas.get(table);
    if (found == null) {
      throw new IllegalArgumentException("no schemas for " + table);
    }
    return found;
  }

  private static Schema load(String name) {
    try (InputStream in =
        DebeziumEvents.class.getResourceAsStream("/schemas/avro/cdc/" + name + ".avsc")) {
      if (in == null) {
        throw new IllegalStateException("no schema " + name);
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
