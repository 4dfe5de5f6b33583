package dev.kith.ingest.cdc;

import dev.kith.graph.change.Element;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import java.math.BigDecimal;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A column of one record schema that holds the key of an element or of an edge's end: text, or a
 * whole number, which becomes its decimal text.
 *
 * @param position of the field in the record
 */
record KeyColumn(String name, int position, AvroValue value) {

  static KeyColumn of(Schema.Field field) {
    return new KeyColumn(field.name(), field.pos(), AvroValue.of(field.schema()));
  }

  String read(IndexedRecord record) throws BadRecordException {
    return key(name, value, record.get(position));
  }

  /** Reads a key that is not within a record. */
  static String plain(String name, Object value) throws BadRecordException {
    return switch (value) {
      case CharSequence text -> checked(name, text.toString());
      case Integer number -> checked(name, number.toString());
      case Long number -> checked(name, number.toString());
      default ->
          throw new BadRecordException(
              Reason.BAD_KEY,
              "the record's key is a "
                  + value.getClass().getSimpleName()
                  + ", not text, int or long");
    };
  }

  private static String key(String name, AvroValue reader, @Nullable Object value)
      throws BadRecordException {
    if (value == null) {
      throw new BadRecordException(Reason.BAD_KEY, "column '" + name + "', a key, is null");
    }
    Object read;
    try {
      read = reader.read(value);
    } catch (BadRecordException e) {
      throw new BadRecordException(
          Reason.BAD_KEY, "column '" + name + "' holds " + e.getMessage(), e);
    }
    return switch (read) {
      case String text -> checked(name, text);
      case Long number -> checked(name, number.toString());
      case BigDecimal number when number.stripTrailingZeros().scale() <= 0 ->
          checked(name, number.toBigInteger().toString());
      default ->
          throw new BadRecordException(
              Reason.BAD_KEY, "column '" + name + "', a key, is neither text nor a whole number");
    };
  }

  private static String checked(String name, String key) throws BadRecordException {
    if (!Element.isKey(key)) {
      throw new BadRecordException(
          Reason.BAD_KEY,
          "column '"
              + name
              + "', a key, has "
              + key.length()
              + " characters, not 1 to "
              + Element.MAX_KEY_LENGTH);
    }
    return key;
  }
}
