package dev.kith.ingest.deadletter;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The form of a record on {@code kith.dead-letters}: key and value as they were, byte for byte, the
 * headers that they had, and these, all as text.
 */
public final class DeadLetters {
  public static final String TOPIC = "kith.topic";
  public static final String PARTITION = "kith.partition";
  public static final String OFFSET = "kith.offset";

  /** The record's own, in epoch milliseconds. */
  public static final String TIMESTAMP = "kith.timestamp";

  /** Why it could not be taken: a name of {@link Reason}. */
  public static final String CODE = "kith.code";

  /** Why it could not be taken, for people. */
  public static final String REASON = "kith.reason";

  private DeadLetters() {}

  /** The headers of a record's dead letter. */
  public static Headers headers(
      Headers original,
      String topic,
      int partition,
      long offset,
      long timestamp,
      Reason code,
      String reason) {
    Headers headers = new RecordHeaders(original.toArray());
    add(headers, TOPIC, topic);
    add(headers, PARTITION, Integer.toString(partition));
    add(headers, OFFSET, Long.toString(offset));
    add(headers, TIMESTAMP, Long.toString(timestamp));
    add(headers, CODE, code.name());
    add(headers, REASON, reason);
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
