package dev.kith.graph.change;

import dev.kith.graph.schema.AttributeType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What {@link DirectReader} and {@link DirectWriter} know of {@code avro/graph_change.avsc}. Values
 * by another version of it have another fingerprint, and are read with Avro's own reader.
 */
final class ChangeFormat {
  /** Of the schema that this class knows. */
  static final long FINGERPRINT = 0x4335_087D_1C59_63ABL;

  /** The branches of an end. */
  static final int NO_END = 0;

  static final int AN_END = 1;

  /** The branches of an attribute's value. */
  static final int LONG = 0;

  static final int DOUBLE = 1;
  static final int STRING = 2;
  static final int BOOLEAN = 3;

  private ChangeFormat() {}

  /** With what each value begins, in Avro's single-object encoding. */
  static byte[] header() {
    return ByteBuffer.allocate(2 + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(FINGERPRINT)
        .array();
  }

  /** The branch of an attribute's value. */
  static int branch(AttributeType type) {
    return switch (type) {
      case INT, TIMESTAMP -> LONG;
      case DOUBLE -> DOUBLE;
      case STRING -> STRING;
      case BOOL -> BOOLEAN;
    };
  }
}
