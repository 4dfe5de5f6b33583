package dev.kith.serving.replica;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.USER;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.noUser;
import static dev.kith.serving.Shop.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.serving.Await;
import dev.kith.serving.Shop;
import dev.kith.serving.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The replica, on a real broker,")
class ReplicaTest {
  @TempDir private Path directory;
  private TestBroker broker;
  private final ReplicaMetrics metrics = new ReplicaMetrics(new SimpleMeterRegistry());
  private Replica replica;

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(directory);
    replica = new Replica(SCHEMA, broker.clientProperties(), metrics);
    broker.start();
  }

  @AfterEach
  void stop() {
    replica.close();
    broker.close();
  }

  @Test
  @DisplayName("holds what the topic held once it is ready, and then follows it")
  void follows() throws Exception {
    broker.createTopic(3);
    broker.publish(
        SCHEMA, user("u1", Map.of("age", 1L)), user("u2", Map.of()), friends("u1", "u2"));
    broker.publish(SCHEMA, user("u1", Map.of("age", 33L)));
    replica.start();
    MemoryGraph graph = awaitReady();
    assertThat(graph.nodeCount(USER)).isEqualTo(2);
    assertThat(graph.edgeCount(Shop.FRIENDS)).isEqualTo(1);
    assertThat(age(graph, "u1")).isEqualTo(33);
    assertThat(replica.lag()).isZero();

    broker.publish(SCHEMA, noUser("u2"), user("u3", Map.of()));
    Await.until("the replica follows", () -> replica.lag() == 0);
    assertThat(graph.row(USER, graph.node(USER, "u2"))).isNull();
    assertThat(graph.row(USER, graph.node(USER, "u3"))).isNotNull();
  }

  @Test
  @DisplayName("is ready at once on an empty topic")
  void emptyTopic() throws Exception {
    broker.createTopic(1);
    replica.start();
    assertThat(awaitReady().nodeCount(USER)).isZero();
  }

  @Test
  @DisplayName("waits for a topic that is not there, and says so")
  void waitsForTheTopic() throws Exception {
    replica.start();
    Await.until(
        "it says what it waits for",
        () -> replica.status().toString().contains("there is no topic " + Topics.GRAPH_CHANGES));
    assertThat(replica.lag()).isEqualTo(Long.MAX_VALUE);
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    Await.until(
        "the user is there",
        () ->
            replica.status() instanceof ReplicaStatus.Ready ready
                && ready.graph().nodeCount(USER) == 1);
  }

  @Test
  @DisplayName("knows what is in it once every partition says so")
  void watermarks() throws Exception {
    broker.createTopic(2);
    replica.start();
    awaitReady();
    String topic = replica.held().orElseThrow().topicId();
    mark(0, 70, topic);
    mark(1, 90, "another");
    broker.publish(SCHEMA, user("u1", Map.of()));
    Await.until("all is read", () -> replica.lag() == 0);
    assertThat(watermark()).isEmpty();
    mark(1, 80, topic);
    Await.until("both are read", () -> watermark().isPresent());
    assertThat(watermark()).map(Watermark::asOf).contains(70L);
    mark(0, 60, topic); // somebody was late
    mark(0, 100, topic);
    Await.until("the next is read", () -> watermark().orElseThrow().asOf() == 80);
    assertThat(metrics.freshness().report().asOfAgeSeconds()).isPositive();
    assertThat(metrics.applied()).isEqualTo(1);
    assertThat(metrics.malformedRecords()).isZero();
  }

  private Optional<Watermark> watermark() {
    return replica.status() instanceof ReplicaStatus.Ready ready
        ? ready.watermark().newest()
        : Optional.empty();
  }

  private void mark(int partition, long asOf, String topicId) throws Exception {
    broker.publish(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            partition,
            WatermarkCodec.key(partition),
            new WatermarkCodec().value(new Watermark(asOf, topicId, 2, Map.of()))));
  }

  @Test
  @DisplayName("skips what it can't read, and keeps the rest")
  void malformed() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    for (String key : new String[] {"user/u2", "user/a/b", "unknown/x"}) {
      broker.publish(
          new ProducerRecord<>(
              Topics.GRAPH_CHANGES, key.getBytes(UTF_8), "no such thing".getBytes(UTF_8)));
    }
    broker.publish(SCHEMA, user("u3", Map.of()));
    replica.start();
    assertThat(awaitReady().nodeCount(USER)).isEqualTo(2);
  }

  @Test
  @DisplayName("keeps answering while the broker is away, and goes on when it is back")
  void brokerAway() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    replica.start();
    MemoryGraph graph = awaitReady();
    broker.stop();
    assertReady(graph);
    assertThat(graph.nodeCount(USER)).isEqualTo(1);
    broker.start();
    broker.publish(SCHEMA, user("u2", Map.of()));
    Await.until("the new user is there", () -> graph.nodeCount(USER) == 2);
    assertReady(graph);
  }

  @Test
  @DisplayName("says how fresh it is, and that it can't tell while the broker is away")
  void freshness() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    replica.start();
    awaitReady();
    Await.until("nothing is missing", () -> metrics.freshness().report().lagRecords() == 0);
    assertThat(metrics.freshness().report().lagSeconds()).isZero();
    assertThat(metrics.freshness().report().newestAgeSeconds()).isBetween(0.0, 120.0);
    assertThat(metrics.positions()).isEqualTo(Map.of(0, 1L));
    broker.stop();
    Await.until("it can't tell", () -> metrics.freshness().report().lagRecords() == -1);
    Await.until("its age grows", () -> metrics.freshness().report().lagSeconds() > 1);
    broker.start();
    broker.publish(SCHEMA, user("u2", Map.of()));
    // The lag may still be that of before the new change; what was applied is not.
    Await.until("the new user is applied", () -> metrics.applied() == 2);
    Await.until("nothing is missing", () -> metrics.freshness().report().lagRecords() == 0);
  }

  @Test
  @DisplayName("waits for a broker that is not there yet, and says so")
  void brokerNotThereYet() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    broker.stop();
    replica.start();
    Await.until(
        "it says what it waits for",
        () -> replica.status().toString().contains("Kafka does not answer"));
    broker.start();
    assertThat(awaitReady().nodeCount(USER)).isEqualTo(1);
  }

  @Test
  @DisplayName("reads from a compacted topic what is left of it, and knows when it has it all")
  void compacted() throws Exception {
    broker.createTopic(
        1, Map.of("segment.ms", "1", "min.cleanable.dirty.ratio", "0", "delete.retention.ms", "0"));
    int versions = 20;
    for (long age = 1; age <= versions; age++) {
      broker.publish(SCHEMA, user("u1", Map.of("age", age)), user("gone", Map.of("age", age)));
    }
    broker.publish(SCHEMA, noUser("gone"), user("u1", Map.of("age", 0L)));
    Await.until(
        "old versions and the deleted user are gone",
        () -> {
          broker.publish(SCHEMA, user("other", Map.of()));
          List<ConsumerRecord<byte[], byte[]>> records = broker.records();
          return records.size() < versions && records.stream().allMatch(r -> r.value() != null);
        });
    replica.start();
    MemoryGraph graph = awaitReady();
    assertThat(replica.lag()).isZero();
    assertThat(age(graph, "u1")).isZero();
    assertThat(graph.nodeCount(USER)).isEqualTo(2);
  }

  @Test
  @DisplayName("begins again with an empty graph when the topic is created anew")
  void topicCreatedAnew() throws Exception {
    broker.createTopic(2);
    broker.publish(SCHEMA, user("old1", Map.of()), user("old2", Map.of()));
    replica.start();
    MemoryGraph old = awaitReady();
    broker.deleteTopic();
    broker.createTopic(2);
    broker.publish(SCHEMA, user("new", Map.of()));
    Await.until(
        "there is a fresh graph",
        () ->
            replica.status() instanceof ReplicaStatus.Ready ready
                && ready.graph() != old
                && ready.graph().nodeCount(USER) == 1);
    MemoryGraph fresh = awaitReady();
    assertThat(fresh.row(USER, fresh.node(USER, "new"))).isNotNull();
  }

  @Test
  @DisplayName("reads partitions that are added later")
  void addedPartitions() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u0", Map.of()));
    replica.start();
    MemoryGraph graph = awaitReady();
    broker.setPartitions(4);
    int users = 20;
    for (int i = 1; i < users; i++) {
      broker.publish(SCHEMA, user("u" + i, Map.of()));
    }
    Await.until("all users are there", () -> graph.nodeCount(USER) == users);
    assertReady(graph);
  }

  private void assertReady(MemoryGraph graph) {
    assertThat(replica.status())
        .isInstanceOfSatisfying(
            ReplicaStatus.Ready.class, ready -> assertThat(ready.graph()).isSameAs(graph));
  }

  private MemoryGraph awaitReady() throws Exception {
    Await.until("the replica is ready", () -> replica.status() instanceof ReplicaStatus.Ready);
    return ((ReplicaStatus.Ready) replica.status()).graph();
  }

  private static long age(MemoryGraph graph, String key) {
    return requireNonNull(graph.row(USER, graph.node(USER, key)))
        .bits(USER.attribute("age").orElseThrow());
  }
}
