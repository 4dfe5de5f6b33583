package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import dev.kith.ingest.deadletter.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ingest, on a real broker and without a Dgraph,")
@ExtendWith(BrokerExtension.class)
@Timeout(180)
class IngestTest {
  private final TestBroker broker;
  private final IngestHarness harness;

  IngestTest(TestBroker broker, @TempDir Path state) {
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

  @Test
  @DisplayName("has no lag only when all that was sent before is on the topic of changes")
  void lag() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      for (int round = 1; round <= 3; round++) {
        Map<String, Long> expected = new HashMap<>();
        for (int user = 0; user < 50; user++) {
          harness.sendUser("u" + user, round, round);
          expected.put("u" + user, (long) round);
        }
        IngestHarness.awaitCaughtUp(ingest);
        assertThat(harness.ages()).containsExactlyInAnyOrderEntriesOf(expected);
      }
    }
  }

  @Test
  @DisplayName("goes on where it was when it is started again, and remembers the order of changes")
  void restart() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 10, 10);
      IngestHarness.awaitCaughtUp(ingest);
    }
    harness.sendUser("u2", 11, 11);
    harness.sendUser("u1", 9, 9);
    try (Ingest ingest = harness.started(Map.of())) {
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).containsExactlyInAnyOrderEntriesOf(Map.of("u1", 10L, "u2", 11L));
      assertThat(broker.read(Topics.GRAPH_CHANGES)).hasSize(2);
    }
  }

  @Test
  @DisplayName("remembers the order of changes even if its folder is lost")
  void lostState(@TempDir Path other) throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 10, 10);
      IngestHarness.awaitCaughtUp(ingest);
    }
    harness.sendUser("u1", 9, 9);
    try (Ingest ingest = harness.started(Map.of("STATE_DIR", other.toString()))) {
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).containsExactlyInAnyOrderEntriesOf(Map.of("u1", 10L));
      assertThat(broker.read(Topics.GRAPH_CHANGES)).hasSize(1);
    }
  }

  @Test
  @DisplayName(
      "tells every partition of a truncate, for rows that come later too, and then has no lag")
  void truncate() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      for (int user = 0; user < 50; user++) {
        harness.sendUser("u" + user, 10, 10);
      }
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).hasSize(50);
      harness.send(Shop.USERS, null, harness.shop.empty(Shop.USERS, "t", 20, 20));
      for (int user = 0; user < 50; user++) {
        harness.sendUser("late" + user, 19, 19);
        harness.sendUser("new" + user, 21, 21);
      }
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages())
          .hasSize(50)
          .allSatisfy((user, age) -> assertThat(user).startsWith("new"));
    }
  }

  @Test
  @DisplayName("goes on with a truncate where it was when it is started again")
  void truncateAndRestart() throws Exception {
    int users = 7_000; // several slices
    try (Ingest ingest = harness.started(Map.of("PARTITIONS", "1"))) {
      harness.sendUsers(users, 10, 10);
      IngestHarness.awaitCaughtUp(ingest);
      harness.send(Shop.USERS, null, harness.shop.empty(Shop.USERS, "t", 20, 20));
      Await.until("the first are gone", () -> broker.read(Topics.GRAPH_CHANGES).size() > users);
    }
    try (Ingest ingest = harness.started(Map.of("PARTITIONS", "1"))) {
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).isEmpty();
    }
  }

  @Test
  @DisplayName("keeps of a record that is too large for the dead letters where it was, and goes on")
  void largeDeadLetter() throws Exception {
    broker
        .admin()
        .createTopics(
            List.of(
                new NewTopic(Topics.DEAD_LETTERS, 1, (short) 1)
                    .configs(Map.of("max.message.bytes", "5000"))))
        .all()
        .get();
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      harness.send(Shop.USERS, harness.shop.key(Shop.USERS, "u1"), new byte[20_000]);
      harness.sendUser("u1", 2, 2);
      IngestHarness.awaitCaughtUp(ingest);
    }
    assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 2L));
    List<ConsumerRecord<byte[], byte[]>> letters = broker.read(Topics.DEAD_LETTERS);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().value()).isNull();
    assertThat(DeadLetters.text(letters.getFirst().headers(), DeadLetters.CODE))
        .isEqualTo("TOO_LARGE");
  }

  @Test
  @DisplayName("writes what it can't take to the dead letters, as it was, and goes on")
  void deadLetter() throws Exception {
    byte[] bad = "no wire format".getBytes(StandardCharsets.UTF_8);
    byte[] key = harness.shop.key(Shop.USERS, "u1");
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      harness.send(Shop.USERS, key, bad);
      harness.sendUser("u1", 2, 2);
      IngestHarness.awaitCaughtUp(ingest);
    }
    assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 2L));
    List<ConsumerRecord<byte[], byte[]>> letters = broker.read(Topics.DEAD_LETTERS);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().key()).isEqualTo(key);
    assertThat(letters.getFirst().value()).isEqualTo(bad);
    assertThat(header(letters.getFirst(), "kith.topic")).isEqualTo(Shop.USERS);
    assertThat(header(letters.getFirst(), "kith.partition")).isEqualTo("0");
    assertThat(header(letters.getFirst(), "kith.offset")).isEqualTo("1");
    assertThat(header(letters.getFirst(), "kith.reason"))
        .isEqualTo(
            "the value can't be read: not in Confluent's wire format: it begins with 110, not with"
                + " 0");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("says what state it is in, and is started once")
  void states() {
    Ingest ingest = harness.ingest(Map.of());
    assertThat(ingest.state()).isEqualTo(Ingest.State.CREATED);
    assertThatThrownBy(ingest::sourceLag).isInstanceOf(IllegalStateException.class);
    ingest.start();
    assertThat(ingest.state()).isEqualTo(Ingest.State.RUNNING);
    assertThatThrownBy(ingest::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("ingest is RUNNING");
    ingest.close();
    assertThat(ingest.state()).isEqualTo(Ingest.State.CLOSED);
    assertThat(ingest.failure()).isEmpty();
  }

  @Test
  @DisplayName("names a Kafka that does not answer")
  void noKafka() {
    assertThatThrownBy(() -> harness.started(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Kafka at 127.0.0.1:1: no broker answers")
        .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS");
  }

  @Test
  @DisplayName("names a registry's address that is none")
  void noRegistry() {
    assertThatThrownBy(() -> harness.started(Map.of("SCHEMA_REGISTRY_URL", "registry:8081")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SCHEMA_REGISTRY_URL is 'registry:8081'")
        .hasMessageContaining("not an http or https URL");
  }
}
