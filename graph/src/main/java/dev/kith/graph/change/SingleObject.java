package dev.kith.graph.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Records of one schema in Avro's single-object encoding (Avro specification, "Single-object
 * encoding"). Thread-safe.
 */
final class SingleObject {
  private final Schema schema;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final BinaryMessageDecoder<GenericRecord> decoder;

  /**
   * @param resource the schema's file on the class path
   */
  SingleObject(String resource) {
    schema = load(resource);
    encoder = new BinaryMessageEncoder<>(new GenericData(), schema);
    decoder = new BinaryMessageDecoder<>(new GenericData(), schema);
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
