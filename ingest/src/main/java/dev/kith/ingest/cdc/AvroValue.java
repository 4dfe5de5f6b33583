package dev.kith.ingest.cdc;

import dev.kith.ingest.wire.BadRecordException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Reads the values of one Avro schema as what they mean: {@code Long}, {@code Double}, {@code
 * BigDecimal}, {@code Boolean}, {@code String} or {@link Moment}.
 */
interface AvroValue {
  /** No source has more digits; written out, a number of a larger scale could fill the memory. */
  int LARGEST_SCALE = 200_000;

  /** A point in time, in epoch microseconds. */
  record Moment(long micros) {}

  /**
   * Reads one value.
   *
   * @param value not null
   * @throws BadRecordException if it means nothing that an attribute can hold; the message
   *     completes "column x holds …"
   */
  Object read(Object value) throws BadRecordException;

  static AvroValue of(Schema columnSchema) {
    Schema schema = AvroSchemas.notNull(columnSchema);
    String meaning = AvroSchemas.meaning(schema);
    return switch (schema.getType()) {
      case INT, LONG ->
          Timestamps.unit(meaning)
              .<AvroValue>map(unit -> v -> new Moment(unit.toMicros(((Number) v).longValue())))
              .orElse(value -> ((Number) value).longValue());
      case FLOAT, DOUBLE -> value -> ((Number) value).doubleValue();
      case BOOLEAN -> value -> value;
      case STRING, ENUM -> Object::toString;
      case BYTES, FIXED -> isDecimal(meaning) ? decimal(scale(schema)) : unreadable(schema);
      case RECORD -> variableScaleDecimal(schema);
      case UNION -> union(schema);
      case ARRAY, MAP, NULL -> unreadable(schema);
    };
  }

  private static boolean isDecimal(String meaning) {
    return meaning.equals("decimal") || meaning.equals("org.apache.kafka.connect.data.Decimal");
  }

  private static int scale(Schema schema) {
    return schema.getObjectProp("scale") instanceof Number scale ? scale.intValue() : 0;
  }

  private static AvroValue decimal(int scale) {
    return value -> decimal(value, scale);
  }

  /** The unscaled value is a big-endian number in two's complement. */
  private static BigDecimal decimal(Object value, int scale) throws BadRecordException {
    byte[] bytes =
        switch (value) {
          case ByteBuffer buffer -> {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            yield copy;
          }
          case GenericFixed fixed -> fixed.bytes();
          default -> throw new BadRecordException("a decimal that is not in bytes");
        };
    if (bytes.length == 0) {
      throw new BadRecordException("a decimal of no bytes");
    }
    return new BigDecimal(new BigInteger(bytes), scale);
  }

  /** Debezium's {@code VariableScaleDecimal}: a number that has its scale beside it. */
  private static AvroValue variableScaleDecimal(Schema schema) {
    int scale = AvroSchemas.position(schema, "scale");
    int unscaled = AvroSchemas.position(schema, "value");
    if (scale < 0 || unscaled < 0) {
      return unreadable(schema);
    }
    return value -> {
      IndexedRecord record = (IndexedRecord) value;
      if (record.get(scale) instanceof Integer scaleOfValue && record.get(unscaled) != null) {
        if (Math.abs((long) scaleOfValue) > LARGEST_SCALE) {
          throw new BadRecordException("a decimal of scale " + scaleOfValue);
        }
        return decimal(record.get(unscaled), scaleOfValue);
      }
      throw new BadRecordException("a decimal without its scale or value");
    };
  }

  private static AvroValue union(Schema schema) {
    AvroValue[] branches = schema.getTypes().stream().map(AvroValue::of).toArray(AvroValue[]::new);
    return value -> branches[GenericData.get().resolveUnion(schema, value)].read(value);
  }

  private static AvroValue unreadable(Schema schema) {
    String what = "Avro's " + schema.getType().getName();
    return value -> {
      throw new BadRecordException(what + ", which no attribute can hold");
    };
  }
}
