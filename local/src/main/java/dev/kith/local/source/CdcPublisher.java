package dev.kith.local.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.Topics;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.deadletter.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes row changes to the CDC topics as Debezium would. What is published for one row arrives
 * in that order, once. Not thread-safe.
 */
public final class CdcPublisher implements AutoCloseable {
  private static final int PARTITIONS = 4;

  private final KafkaProducer<byte[], byte[]> producer;
  private final CdcEncoder encoder;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long lsn;

  /** Registers the tables' schemas and creates their topics, where these are missing. */
  public CdcPublisher(
      List<Table> tables, String bootstrapServers, String registryUrl, InstantSource clock) {
    this.clock = clock;
    // Positions must go on rising when the same topics are published to again later.
    this.lsn = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    try (RegistryClient registry = new RegistryClient(registryUrl)) {
      encoder = new CdcEncoder(tables, registry);
    }
    createTopics(tables, bootstrapServers);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "enable.idempotence",
                true,
                // With more than one, of a topic that was made just now the second request may be
                // taken before the first, which then is refused for good (KAFKA-15591).
                "max.in.flight.requests.per.connection",
                1,
                "linger.ms",
                5,
                "batch.size",
                128 << 10),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Publishes a change as made now. Returns before the broker has it, and waits while too much is
   * on its way.
   *
   * @throws KafkaException if the broker did not take an earlier one
   */
  public void publish(RowChange change) {
    Instant time = clock.instant();
    String topic = change.row().table().topic();
    byte[] key = encoder.key(change.row());
    send(new ProducerRecord<>(topic, key, encoder.value(change, ++lsn, time)));
    if (change.op() == RowChange.Op.DELETE) {
      send(new ProducerRecord<>(topic, key, null));
    }
  }

  /** Puts what can't be a row with the dead letters, with the headers that ingest gives them. */
  public void publish(BadLine bad) {
    ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTERS, bad.bytes());
    Headers headers = letter.headers();
    headers.add(DeadLetters.TOPIC, bad.file().getBytes(UTF_8));
    headers.add(DeadLetters.OFFSET, Long.toString(bad.line()).getBytes(UTF_8));
    headers.add(DeadLetters.CODE, Reason.BAD_LINE.name().getBytes(UTF_8));
    headers.add(DeadLetters.REASON, bad.reason().getBytes(UTF_8));
    send(letter);
  }

  /** Returns when the broker has everything. */
  public void flush() {
    producer.flush();
    throwIfFailed();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    throwIfFailed();
    // The callback is told what the future would tell.
    var _ =
        producer.send(
            record,
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  private void throwIfFailed() {
    Exception e = failure.get();
    if (e != null) {
      throw new KafkaException("the broker did not take a record: " + e.getMessage(), e);
    }
  }

  private static void createTopics(List<Table> tables, String bootstrapServers) {
    List<NewTopic> topics =
        tables.stream().map(table -> new NewTopic(table.topic(), PARTITIONS, (short) 1)).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (var creation : admin.createTopics(topics).values().values()) {
        try {
          creation.get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw new KafkaException("the CDC topics can't be created", e.getCause());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating the CDC topics", e);
    }
  }
}
