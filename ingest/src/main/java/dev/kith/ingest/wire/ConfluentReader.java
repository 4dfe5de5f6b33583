package dev.kith.ingest.wire;

import dev.kith.ingest.deadletter.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the id of the writer's schema (4 bytes, big-endian), and
 * the value in Avro's binary encoding.
 */
public final class ConfluentReader implements RecordReader {
  private static final byte MAGIC = 0;
  private static final int HEADER = 1 + Integer.BYTES;

  private final Schemas schemas;
  private final Map<Integer, GenericDatumReader<Object>> readers = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  public ConfluentReader(Schemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public Object read(String topic, byte[] bytes) throws BadRecordException {
    if (bytes.length < HEADER || bytes[0] != MAGIC) {
      throw new BadRecordException(
          Reason.UNREADABLE_VALUE,
          "not in Confluent's wire format: "
              + (bytes.length < HEADER
                  ? bytes.length + " bytes, where a header alone takes " + HEADER
                  : "it begins with " + bytes[0] + ", not with 0"));
    }
    int id = ByteBuffer.wrap(bytes).getInt(1);
    GenericDatumReader<Object> reader = readers.get(id);
    if (reader == null) {
      Schema schema = schemas.byId(id);
      reader = new GenericDatumReader<>(schema);
      readers.put(id, reader);
    }
    return decode(reader, id, bytes);
  }

  private Object decode(GenericDatumReader<Object> reader, int id, byte[] bytes)
      throws BadRecordException {
    try {
      decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, decoder);
      Object value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new BadRecordException(
            Reason.UNREADABLE_VALUE, "bytes are left over after a value of schema " + id);
      }
      if (value == null) {
        throw new BadRecordException(Reason.UNREADABLE_VALUE, "a null, by schema " + id);
      }
      return value;
    } catch (IOException | RuntimeException e) {
      // What Avro throws on bytes of another shape: of many types, and without a common one.
      throw new BadRecordException(
          Reason.UNREADABLE_VALUE, "not a value of schema " + id + ": " + e, e);
    }
  }
}
