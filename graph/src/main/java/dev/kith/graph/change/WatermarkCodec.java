package dev.kith.graph.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The form of a watermark on {@code kith.graph-changes}, and on its way there. The key is {@code
 * ~watermark/} and the partition's number: since no type's name has a {@code ~} it is no element's,
 * and a reader that knows nothing of watermarks takes it for an element of a type that it does not
 * have. The value is the Avro record of {@code avro/watermark.avsc} in Avro's single-object
 * encoding. Thread-safe.
 */
public final class WatermarkCodec {
  private static final String KEY = "~watermark/";
  private static final byte[] KEY_BYTES = KEY.getBytes(UTF_8);

  private final SingleObject avro = new SingleObject("/schemas/avro/watermark.avsc");

  /** The key of a partition's watermarks. */
  public static byte[] key(int partition) {
    return (KEY + partition).getBytes(UTF_8);
  }

  /** Of which partition this is the key. */
  public static int partition(byte[] key) {
    return Integer.parseInt(new String(key, UTF_8).substring(KEY.length()));
  }

  /** Whether a record with this key is a watermark. */
  public static boolean isKey(byte @Nullable [] key) {
    return key != null
        && key.length > KEY_BYTES.length
        && Arrays.equals(key, 0, KEY_BYTES.length, KEY_BYTES, 0, KEY_BYTES.length);
  }

  public byte[] value(Watermark watermark) {
    GenericRecord record = avro.newRecord();
    record.put("as_of", watermark.asOf());
    record.put("topic_id", watermark.topicId());
    record.put("partitions", watermark.partitions());
    record.put("positions", watermark.positions());
    return avro.encode(record);
  }

  /**
   * Reads the value of a watermark.
   *
   * @return empty if this version of Kith can't read it: then what is known grows no fresher, and
   *     nothing else is lost
   */
  public Optional<Watermark> decode(byte @Nullable [] value) {
    if (value == null || !avro.isOne(value)) {
      return Optional.empty();
    }
    try {
      GenericRecord record = avro.decode(value);
      Map<String, List<Long>> positions = new HashMap<>();
      ((Map<?, ?>) record.get("positions"))
          .forEach(
              (topic, offsets) ->
                  positions.put(
                      topic.toString(),
                      ((Collection<?>) offsets).stream().map(Long.class::cast).toList()));
      return Optional.of(
          new Watermark(
              (Long) record.get("as_of"),
              record.get("topic_id").toString(),
              (Integer) record.get("partitions"),
              positions));
    } catch (IOException | AvroRuntimeException e) {
      return Optional.empty();
    }
  }
}
