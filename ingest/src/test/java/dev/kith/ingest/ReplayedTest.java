package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.deadletter.DeadLetter;
import dev.kith.ingest.deadletter.LetterReader;
import dev.kith.ingest.deadletter.Place;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.deadletter.Replay;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
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

@DisplayName("Dead letters, on a real broker,")
@ExtendWith(BrokerExtension.class)
@Timeout(180)
class ReplayedTest {
  private static final int MEBIBYTE = 1 << 20;

  private final TestBroker broker;
  private final IngestHarness harness;
  private final Path folder;
  private final Map<String, Object> kafka;
  private final Replay replay;

  ReplayedTest(TestBroker broker, @TempDir Path folder) {
    this.broker = broker;
    this.folder = folder;
    this.harness = new IngestHarness(broker, folder.resolve("state"));
    this.kafka = Map.of("bootstrap.servers", broker.address());
    this.replay = new Replay(kafka);
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private List<DeadLetter> letters() {
    List<DeadLetter> out = new ArrayList<>();
    try (LetterReader reader = new LetterReader(kafka, Topics.DEAD_LETTERS)) {
      reader.forEach(Optional.empty(), out::add);
    }
    return out;
  }

  /** A graph.yaml that looks for the users' key in a column that they don't have. */
  private String wrongGraphYaml() throws Exception {
    try (InputStream in = GraphYaml.class.getResourceAsStream("/schemas/graph.yaml")) {
      String shipped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int users = shipped.indexOf("topic: " + Shop.USERS);
      int key = shipped.indexOf("key: user_id", users);
      Path wrong = folder.resolve("graph.yaml");
      Files.writeString(
          wrong,
          shipped.substring(0, key) + "key: uid" + shipped.substring(key + 12),
          StandardCharsets.UTF_8);
      return wrong.toString();
    }
  }

  @Test
  @DisplayName(
      "come through after the mapping was mended, in order, and undo nothing that is newer")
  void mendedMapping() throws Exception {
    try (Ingest ingest = harness.started(Map.of("GRAPH_CONFIG", wrongGraphYaml()))) {
      for (int age = 1; age <= 20; age++) {
        harness.sendUser("u1", age, age);
        harness.sendUser("u2", age, age);
      }
      harness.sendUser("u3", 1, 1);
      harness.send(Shop.USERS, harness.shop.key(Shop.USERS, "u3"), null);
      harness.sendUser("u4", 1, 1);
      harness.send(Shop.USERS, harness.shop.key(Shop.USERS, "u4"), null);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(letters()).hasSize(44).allMatch(l -> l.code() == Reason.MISSING_COLUMN);
    }
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u2", 100, 100);
      harness.sendUser("u4", 100, 100);
      IngestHarness.awaitCaughtUp(ingest);

      assertThat(replay.plan(letter -> letter.code() == Reason.BAD_KEY, false).places()).isEmpty();
      Replay.Plan plan = replay.plan(letter -> true, false);
      assertThat(plan.places()).hasSize(44);
      assertThat(replay.send(plan)).isEqualTo(44);
      IngestHarness.awaitCaughtUp(ingest);

      assertThat(harness.ages()).isEqualTo(Map.of("u1", 20L, "u2", 100L, "u4", 100L));
      assertThat(letters()).hasSize(44);
      long changesOfU1 =
          broker.read(Topics.GRAPH_CHANGES).stream()
              .filter(change -> new String(change.key(), StandardCharsets.UTF_8).equals("user/u1"))
              .count();
      assertThat(changesOfU1).as("each taken, so each in order").isEqualTo(20);

      // What was replayed is not replayed again, unless that is asked for; and changes nothing
      // then.
      assertThat(replay.plan(letter -> true, false))
          .isEqualTo(new Replay.Plan(List.of(), 44, 0, 0));
      assertThat(replay.send(replay.plan(letter -> true, true))).isEqualTo(44);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).isEqualTo(Map.of("u1", 20L, "u2", 100L, "u4", 100L));
    }
  }

  @Test
  @DisplayName("of a schema that the registry learns of later come through then")
  void lateSchema() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      byte[] key = harness.shop.key(Shop.USERS, "u1");
      byte[] value = harness.shop.put(Shop.USERS, "c", 1, 1, "u1", 1, "Bonn", null);
      broker.send(Shop.USERS, key, value);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(letters()).hasSize(1);
      assertThat(letters().getFirst().code()).isEqualTo(Reason.UNKNOWN_SCHEMA);
      assertThat(letters().getFirst().source().toString())
          .isEqualTo(Shop.USERS + " " + letters().getFirst().source().partition() + "@0");

      harness.serveSchemas();
      // That it is unknown is believed for some seconds: it may take more than one attempt.
      Await.until(
          "the user came through",
          () -> {
            long sent = replay.send(replay.plan(letter -> true, false));
            IngestHarness.awaitCaughtUp(ingest);
            return sent <= 1 && harness.ages().equals(Map.of("u1", 1L));
          });
      assertThat(letters().stream().map(letter -> letter.source().attempts()))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  @DisplayName("can be chosen by where they are")
  void places() throws Exception {
    try (Ingest ingest = harness.started(Map.of())) {
      for (int i = 0; i < 5; i++) {
        harness.send(Shop.USERS, new byte[] {(byte) i}, new byte[] {7});
      }
      IngestHarness.awaitCaughtUp(ingest);
      Place place = letters().getLast().place();
      assertThat(replay.send(replay.plan(letter -> letter.place().equals(place), false)))
          .isEqualTo(1);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(letters()).hasSize(6);
      // The one that failed again is left out as replayed, and stands for itself as a new letter.
      Replay.Plan plan = replay.plan(letter -> true, false);
      assertThat(plan.places()).hasSize(5).doesNotContain(place);
      assertThat(plan.replayed()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "that are too large for their topic stop nothing: what is kept says where the record is")
  void tooLarge() throws Exception {
    broker
        .admin()
        .createTopics(
            List.of(
                new NewTopic(Shop.USERS, Optional.of(1), Optional.empty())
                    .configs(Map.of("max.message.bytes", Integer.toString(24 * MEBIBYTE)))))
        .all()
        .get();
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      sendLarge(20 * MEBIBYTE);
      sendLarge(10 * MEBIBYTE);
      harness.sendUser("u2", 2, 2);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).isEqualTo(Map.of("u1", 1L, "u2", 2L));
      assertThat(letters())
          .satisfiesExactlyInAnyOrder(
              letter -> {
                assertThat(letter.code()).isEqualTo(Reason.TOO_LARGE);
                assertThat(letter.record().value()).isNull();
                assertThat(letter.source().toString()).isEqualTo(Shop.USERS + " 0@1");
              },
              letter -> {
                assertThat(letter.code()).isEqualTo(Reason.UNREADABLE_VALUE);
                assertThat(letter.record().value()).hasSize(10 * MEBIBYTE);
              });
      Replay.Plan plan = replay.plan(letter -> true, false);
      assertThat(plan.places()).hasSize(1);
      assertThat(plan.impossible()).isEqualTo(1);
    }
  }

  private void sendLarge(int bytes) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "max.request.size",
                64 * MEBIBYTE,
                "buffer.memory",
                64L * MEBIBYTE),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] value = new byte[bytes];
      value[0] = 1;
      producer
          .send(new ProducerRecord<>(Shop.USERS, harness.shop.key(Shop.USERS, "big"), value))
          .get();
    }
  }
}
