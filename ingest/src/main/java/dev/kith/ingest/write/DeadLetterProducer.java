package dev.kith.ingest.write;

import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.deadletter.Source;
import dev.kith.ingest.retry.Backoff;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rejected changes to {@code kith.dead-letters}. Thread-safe. */
final class DeadLetterProducer implements RejectedChanges {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterProducer.class);

  private final Producer<byte[], byte[]> producer;
  private final StopSignal stop = new StopSignal();

  DeadLetterProducer(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetters.LARGEST_RECORD);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void reject(ConsumerRecord<byte[], byte[]> record, MalformedChangeException why)
      throws InterruptedException {
    String reason = String.valueOf(why.getMessage());
    Source source =
        new Source(record.topic(), record.partition(), record.offset(), record.timestamp(), 0);
    LOG.error("Not a change that Kith wrote; to the dead letters: {}: {}", source, reason);
    try {
      send(
          new ProducerRecord<>(
              Topics.DEAD_LETTERS,
              null,
              record.key(),
              record.value(),
              DeadLetters.headers(record.headers(), source, Reason.MALFORMED_CHANGE, reason)));
    } catch (RecordTooLargeException e) {
      send(DeadLetters.withoutContent(source, reason));
    }
  }

  /** Sends until Kafka has it. */
  private void send(ProducerRecord<byte[], byte[]> letter) throws InterruptedException {
    Backoff backoff = new Backoff(stop, Duration.ofMillis(100), Duration.ofSeconds(5));
    while (true) {
      try {
        producer.send(letter).get();
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RecordTooLargeException tooLarge && letter.value() != null) {
          throw tooLarge;
        }
        LOG.warn("The dead letter could not be written, trying again: {}", e.getMessage());
        if (!backoff.pause()) {
          throw new InterruptedException("stopped");
        }
      }
    }
  }

  @Override
  public void close() {
    stop.stop();
    producer.close(Duration.ofSeconds(5));
  }
}
