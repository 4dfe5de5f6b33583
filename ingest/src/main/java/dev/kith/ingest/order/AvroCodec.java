package dev.kith.ingest.order;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads records of a schema of Kith's own in Avro's single-object encoding. That begins
 * with the schema's fingerprint, so a later version of the schema can read what an earlier wrote,
 * as long as the earlier one is kept. Thread-safe.
 */
final class AvroCodec {
  private final Schema schema;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final BinaryMessageDecoder<GenericRecord> decoder;

  /**
   * @param resource the schema's file on the class path
   * @param earlier those of its versions that may be found in what an earlier Kith left
   */
  AvroCodec(String resource, String... earlier) {
    schema = load(resource);
    encoder = new BinaryMessageEncoder<>(new GenericData(), schema);
    decoder = new BinaryMessageDecoder<>(new GenericData(), schema);
    for (String version : earlier) {
      decoder.addSchema(load(version));
    }
  }

  Schema schema() {
    return schema;
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

  GenericRecord decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("not a " + schema.getFullName() + " that Kith wrote", e);
    }
  }

  /** A map as Avro reads it, with {@code String}s for Avro's texts. */
  static Map<String, Object> values(@Nullable Object map) {
    Map<String, Object> out = new HashMap<>();
    if (map instanceof Map<?, ?> entries) {
      entries.forEach(
          (name, value) ->
              out.put(name.toString(), value instanceof CharSequence ? value.toString() : value));
    }
    return out;
  }

  /** A text as Avro reads it. */
  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static Schema load(String resource) {
    try (InputStream in = AvroCodec.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
