package dev.kith.ingest.cdc;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** What is asked of Avro's schemas here. */
final class AvroSchemas {

  private AvroSchemas() {}

  /** The schema itself; of a union of null and one other the other. */
  static Schema notNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? others.getFirst() : schema;
  }

  /** The position of a field, or -1. */
  static int position(Schema record, String field) {
    Schema.Field found = record.getField(field);
    return found == null ? -1 : found.pos();
  }

  /** The position of a field that holds a record, or null; -1 if there is no such field. */
  static int recordAt(Schema record, String field) {
    Schema.Field found = record.getField(field);
    return found != null && notNull(found.schema()).getType() == Schema.Type.RECORD
        ? found.pos()
        : -1;
  }

  /** The value at a position; null at -1. */
  static @Nullable Object get(IndexedRecord record, int position) {
    return position < 0 ? null : record.get(position);
  }

  /**
   * What a schema means beyond its type, by the name that Kafka Connect gives it or by Avro's own
   * logical type: {@code io.debezium.time.MicroTimestamp}, {@code timestamp-micros}. Empty if it
   * means nothing more.
   */
  static String meaning(Schema schema) {
    String connectName = schema.getProp("connect.name");
    if (connectName != null) {
      return connectName;
    }
    String logicalType = schema.getProp("logicalType");
    if (logicalType != null) {
      return logicalType;
    }
    return schema.getType() == Schema.Type.RECORD ? schema.getFullName() : "";
  }
}
