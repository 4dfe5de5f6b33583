package dev.kith.graph.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Records of one schema in Avro's single-object encoding (Avro specification, "Single-object
 * encoding"). Thread-safe.
 */
final class SingleObject {
  private static final short MARKER = 0x01C3;
  private static final int HEAD = Short.BYTES + Long.BYTES;

  private final Schema schema;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final BinaryMessageDecoder<GenericRecord> decoder;
  private final byte[] head;

  /**
   * @param resource the schema's file on the class path
   */
  SingleObject(String resource) {
    schema = load(resource);
    encoder = new BinaryMessageEncoder<>(new GenericData(), schema);
    decoder = new BinaryMessageDecoder<>(new GenericData(), schema);
    head =
        ByteBuffer.allocate(HEAD)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(MARKER)
            .putLong(SchemaNormalization.parsingFingerprint64(schema))
            .array();
  }

  /** One without values. */
  GenericRecord newRecord() {
    return new GenericData.Record(schema);
  }

  byte[] encode(GenericRecord record) {
    try {
      ByteBuffer bytes = encoder.encode(record);
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it writes to memory only
    }
  }

  /** Whether it begins as a record of the schema does. Cheap, unlike an exception of a record. */
  boolean isOne(byte[] bytes) {
    return bytes.length >= HEAD && Arrays.equals(bytes, 0, HEAD, head, 0, HEAD);
  }

  /**
   * @throws IOException, or Avro's exceptions, if it is no record of the schema
   */
  GenericRecord decode(byte[] bytes) throws IOException {
    return decoder.decode(bytes);
  }

  private static Schema load(String resource) {
    try (InputStream in = SingleObject.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
