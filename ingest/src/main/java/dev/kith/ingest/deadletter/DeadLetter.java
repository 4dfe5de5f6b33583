package dev.kith.ingest.deadletter;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of {@code kith.dead-letters}, or, with one attempt more, of {@code kith.replays}.
 *
 * @param record as it is there
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

  public Place place() {
    return new Place(record.partition(), record.offset());
  }

  /** When it was written. */
  public Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** Where the record was that could not be taken; all unknown if the headers don't say it. */
  public Source source() {
    return DeadLetters.source(record.headers()).orElse(new Source("?", -1, -1, -1, 0));
  }

  public Reason code() {
    return Reason.of(DeadLetters.text(record.headers(), DeadLetters.CODE));
  }

  /** Why it could not be taken, for people. */
  public String reason() {
    return DeadLetters.text(record.headers(), DeadLetters.REASON);
  }

  /** Whether it holds what a record of a CDC topic did, so that it can be tried again. */
  public boolean isReplayable() {
    return source().partition() >= 0
        && switch (code()) {
          case TOO_LARGE, MALFORMED_CHANGE, BAD_LINE -> false;
          default -> true;
        };
  }
}
