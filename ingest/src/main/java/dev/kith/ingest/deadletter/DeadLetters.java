package dev.kith.ingest.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The form of a record on {@code kith.dead-letters}: key and value as they were, byte for byte, the
 * headers that they had, and these, all as text. A record on {@code kith.replays} is a dead letter
 * once more, and says which one.
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

  /** How often it was replayed already; not there if never. */
  public static final String ATTEMPTS = "kith.attempts";

  private static final List<String> ALL =
      List.of(TOPIC, PARTITION, OFFSET, TIMESTAMP, CODE, REASON, ATTEMPTS);

  /** The largest record that Kith's own topics take, in bytes, where Kith makes them. */
  public static final int LARGEST_RECORD = 16 * 1024 * 1024;

  /** What a record takes beside its key, value and headers, at most. */
  private static final int OVERHEAD = 1024;

  private DeadLetters() {}

  /** The headers of a record's dead letter. */
  public static Headers headers(Headers original, Source source, Reason code, String reason) {
    Headers headers = new RecordHeaders(original.toArray());
    ALL.forEach(headers::remove); // those that it has as a replay
    add(headers, TOPIC, source.topic());
    add(headers, PARTITION, Integer.toString(source.partition()));
    add(headers, OFFSET, Long.toString(source.offset()));
    add(headers, TIMESTAMP, Long.toString(source.timestamp()));
    add(headers, CODE, code.name());
    add(headers, REASON, reason);
    if (source.attempts() > 0) {
      add(headers, ATTEMPTS, Integer.toString(source.attempts()));
    }
    return headers;
  }

  /** The headers of a letter's replay: those of the letter, with one attempt more. */
  public static Headers replay(Headers letter) {
    Headers headers = new RecordHeaders(letter.toArray());
    headers.remove(ATTEMPTS);
    add(headers, ATTEMPTS, Long.toString(number(letter, ATTEMPTS, 0) + 1));
    return headers;
  }

  /** Where the record of a letter, or of a replay, was; empty if the headers don't say so. */
  public static Optional<Source> source(Headers headers) {
    String topic = text(headers, TOPIC);
    return topic.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Source(
                topic,
                (int) number(headers, PARTITION, -1),
                number(headers, OFFSET, -1),
                number(headers, TIMESTAMP, -1),
                (int) number(headers, ATTEMPTS, 0)));
  }

  /** A header's text; empty if it is not there. */
  public static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  /** A header's number; {@code missing} if it is not there, or no number. */
  public static long number(Headers headers, String name, long missing) {
    try {
      return Long.parseLong(text(headers, name));
    } catch (NumberFormatException e) {
      return missing;
    }
  }

  /** Whether a record fits into a topic that takes records of so many bytes. */
  public static boolean fits(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers, int largest) {
    long size = OVERHEAD + size(key) + size(value);
    for (Header header : headers) {
      size += header.key().length() * 3L + size(header.value()) + 2 * Integer.BYTES;
    }
    return size <= largest;
  }

  /** The letter of a record that is too large to be kept: it says only where that is, and why. */
  public static ProducerRecord<byte[], byte[]> withoutContent(Source source, String reason) {
    byte[] nothing = null;
    Integer anyPartition = null;
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS,
        anyPartition,
        nothing,
        nothing,
        headers(
            new RecordHeaders(),
            source,
            Reason.TOO_LARGE,
            "too large to be kept here; it is where it was, and was rejected because " + reason));
  }

  private static long size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
