package dev.kith.local.source;

import dev.kith.local.source.Table.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Avro schemas of a table's changes, as Debezium's PostgreSQL connector registers them.
 *
 * @param key of the record's key: the columns of the primary key
 * @param envelope of the record's value
 */
record CdcSchemas(Schema key, Schema envelope) {
  /** Any one would do: what is around the row is the same for all tables. */
  private static final String SHIPPED = "/schemas/avro/cdc/users_value.avsc";

  private static final Schema NULL = Schema.create(Schema.Type.NULL);

  static CdcSchemas of(Table table) {
    List<Column> keys = table.columns().stream().filter(Column::key).toList();
    Schema row = record(table, "Value", fields(table.columns()));
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : shippedEnvelope().getFields()) {
      boolean holdsRow = field.name().equals("before") || field.name().equals("after");
      fields.add(new Schema.Field(field, holdsRow ? nullable(row) : field.schema()));
    }
    return new CdcSchemas(record(table, "Key", fields(keys)), record(table, "Envelope", fields));
  }

  /** Of a whole row. */
  Schema row() {
    return envelope.getField("before").schema().getTypes().get(1);
  }

  Schema source() {
    return envelope.getField("source").schema();
  }

  private static List<Schema.Field> fields(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                column.nullable()
                    ? new Schema.Field(
                        column.name(),
                        nullable(schema(column.type())),
                        null,
                        JsonProperties.NULL_VALUE)
                    : new Schema.Field(column.name(), schema(column.type())))
        .toList();
  }

  private static Schema schema(Table.Type type) {
    return switch (type) {
      case TEXT -> Schema.create(Schema.Type.STRING);
      case INT -> Schema.create(Schema.Type.INT);
      case BIGINT -> Schema.create(Schema.Type.LONG);
      case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
      case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
      case DECIMAL -> {
        Schema bytes = Schema.create(Schema.Type.BYTES);
        bytes.addProp("connect.version", 1);
        bytes.addProp(
            "connect.parameters", Map.of("scale", "2", "connect.decimal.precision", "12"));
        bytes.addProp("connect.name", "org.apache.kafka.connect.data.Decimal");
        yield LogicalTypes.decimal(12, 2).addToSchema(bytes);
      }
      case TIMESTAMP -> {
        Schema text = Schema.create(Schema.Type.STRING);
        text.addProp("connect.version", 1);
        text.addProp("connect.name", "io.debezium.time.ZonedTimestamp");
        yield text;
      }
    };
  }

  private static Schema nullable(Schema schema) {
    return Schema.createUnion(NULL, schema);
  }

  /**
   * In a name space of the topic's name; what Avro allows in none becomes '_', as Debezium does.
   */
  private static Schema record(Table table, String name, List<Schema.Field> fields) {
    String nameSpace =
        table.topic().replaceAll("[^A-Za-z0-9_.]", "_").replaceAll("(?<=^|\\.)(?=[0-9.]|$)", "_");
    return Schema.createRecord(name, null, nameSpace, false, fields);
  }

  private static Schema shippedEnvelope() {
    try (InputStream in = CdcSchemas.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
