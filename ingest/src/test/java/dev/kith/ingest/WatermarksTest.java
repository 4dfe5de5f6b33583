package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A running ingest on a real broker tells how far it is:")
@ExtendWith(BrokerExtension.class)
@Timeout(120)
class WatermarksTest {
  private final TestBroker broker;
  private final IngestHarness harness;
  private final WatermarkCodec codec = new WatermarkCodec();

  WatermarksTest(TestBroker broker, @TempDir Path state) {
    this.broker = broker;
    this.harness = new IngestHarness(broker, state);
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  /** The newest of each partition of {@code kith.graph-changes}, all put together. */
  private Optional<Watermark> told() {
    Map<Integer, Watermark> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.readAll(Topics.GRAPH_CHANGES)) {
      if (WatermarkCodec.isKey(record.key())) {
        assertThat(record.key()).isEqualTo(WatermarkCodec.key(record.partition()));
        newest.put(record.partition(), codec.decode(record.value()).orElseThrow());
      }
    }
    return Watermark.ofAll(newest.values());
  }

  private void awaitTold(long time) throws Exception {
    Await.until(
        "it tells of " + time, () -> told().filter(mark -> mark.asOf() >= time).isPresent());
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Test
  @DisplayName("with topics on which nothing ever was, too")
  void empty() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      awaitTold(now());
      assertThat(told().orElseThrow().position(Shop.USERS, 0)).hasValue(0);
      assertThat(ingest.failure()).isEmpty();
    }
  }

  @Test
  @DisplayName("behind the changes of what it speaks of, in each partition")
  void behindTheChanges() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      for (int round = 1; round <= 5; round++) {
        harness.sendUsers(200, round, round);
        awaitTold(now());
        assertThat(told().orElseThrow().position(Shop.USERS, 0)).hasValue(200L * round);
      }
      assertThat(ingest.failure()).isEmpty();
    }
    // Of what was before a watermark nothing came after it.
    Map<Integer, Watermark> newest = new HashMap<>();
    int changes = 0;
    for (ConsumerRecord<byte[], byte[]> record : broker.readAll(Topics.GRAPH_CHANGES)) {
      if (WatermarkCodec.isKey(record.key())) {
        newest.put(record.partition(), codec.decode(record.value()).orElseThrow());
      } else {
        changes++;
        // A change has the timestamp of its CDC record.
        long told =
            newest.containsKey(record.partition()) ? newest.get(record.partition()).asOf() : 0;
        assertThat(record.timestamp() * 1_000 + 999).isGreaterThanOrEqualTo(told);
      }
    }
    assertThat(changes).isEqualTo(1_000);
  }

  @Test
  @DisplayName("what came by a transaction counts once that is decided, and not before")
  void transactions() throws Exception {
    try (Ingest ingest = harness.started(Map.of());
        KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      sendUser(producer, "u1", 1);
      long sent = now();
      broker.send(Shop.FRIENDSHIPS, null, null); // so that something happens; it is a dead letter
      Await.until("all else is read", () -> broker.read(Topics.DEAD_LETTERS).size() == 1);
      assertThat(told().map(Watermark::asOf).orElse(0L)).isLessThan(sent);
      producer.commitTransaction();
      awaitTold(sent);
      assertThat(harness.ages()).containsOnlyKeys("u1");
      assertThat(ingest.failure()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "ends of transactions and aborted records hold up nothing, before and after a restart")
  void tails() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      abort(producer, "u1"); // nothing else is on the topic
      try (Ingest ingest = harness.started(Map.of())) {
        awaitTold(now());
        producer.beginTransaction();
        sendUser(producer, "u2", 1);
        producer.commitTransaction();
        abort(producer, "u3");
        awaitTold(now());
        assertThat(ingest.failure()).isEmpty();
      }
      abort(producer, "u4");
      try (Ingest ingest = harness.started(Map.of())) {
        abort(producer, "u5");
        awaitTold(now());
        assertThat(harness.ages()).containsOnlyKeys("u2");
        assertThat(ingest.failure()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("of two, one tells, and the other goes on when that one ends")
  void two(@TempDir Path other) throws Exception {
    Ingest first = harness.started(Map.of());
    awaitTold(now());
    try (Ingest second = harness.started(Map.of("STATE_DIR", other.toString()))) {
      awaitTold(now());
      first.close();
      awaitTold(now());
      assertThat(second.failure()).isEmpty();
    }
  }

  private void abort(KafkaProducer<byte[], byte[]> producer, String user) throws Exception {
    producer.beginTransaction();
    sendUser(producer, user, 1);
    producer.flush();
    producer.abortTransaction();
  }

  private void sendUser(KafkaProducer<byte[], byte[]> producer, String id, int age)
      throws Exception {
    byte[] key = harness.shop.key(Shop.USERS, id);
    byte[] value = harness.shop.put(Shop.USERS, "c", age, age, id, age, "Bonn", null);
    harness.serveSchemas();
    producer.send(new ProducerRecord<>(Shop.USERS, key, value)).get();
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "transactional.id",
                "test-" + ThreadLocalRandom.current().nextLong()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }
}
