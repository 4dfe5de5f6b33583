package dev.kith.serving.replica;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.USER;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.noUser;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.ContractGraph;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.Await;
import dev.kith.serving.TestBroker;
import dev.kith.serving.snapshot.SnapshotFiles;
import dev.kith.serving.snapshot.SnapshotMetrics;
import dev.kith.serving.snapshot.Snapshots;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The replica with snapshots, on a real broker,")
class ReplicaSnapshotTest {
  @TempDir private Path directory;
  @TempDir private Path folder;
  private TestBroker broker;
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(directory);
    broker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  @DisplayName("starts from the newest and reads only what came after")
  void readsTheRest() throws Exception {
    broker.createTopic(2);
    broker.publish(
        SCHEMA, user("u1", Map.of("age", 1L)), friends("u1", "u2"), user("u3", Map.of()));
    runUntilSnapshot();
    broker.publish(SCHEMA, user("u1", Map.of("age", 2L)), noUser("u3"));
    try (Replica replica = replica(SCHEMA)) {
      MemoryGraph graph = awaitReady(replica);
      assertThat(copies(graph))
          .isEqualTo(copies(of(SCHEMA, user("u1", Map.of("age", 2L)), friends("u1", "u2"))));
      assertThat(applied()).isEqualTo(2);
      broker.publish(SCHEMA, user("u4", Map.of()));
      Await.until("it follows", () -> graph.nodeCount(USER) == 2);
    }
  }

  @Test
  @DisplayName("claims what the snapshot has, and no more")
  void watermarks() throws Exception {
    broker.createTopic(1);
    String topic = topicId();
    broker.publish(SCHEMA, user("u1", Map.of()));
    mark(70, topic);
    runUntilSnapshot();
    broker.publish(SCHEMA, user("u2", Map.of()));
    try (Replica replica = replica(SCHEMA)) {
      awaitReady(replica);
      Await.until("it says so", () -> watermark(replica).isPresent());
      assertThat(watermark(replica).orElseThrow().asOf()).isEqualTo(70);
      mark(80, topic);
      Await.until("it goes on", () -> watermark(replica).orElseThrow().asOf() == 80);
    }
  }

  @Test
  @DisplayName("reads the topic where the snapshot is damaged")
  void damaged() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    runUntilSnapshot();
    for (Path file : snapshots()) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    assertReadsTheTopic(SCHEMA, of(SCHEMA, user("u1", Map.of())));
  }

  @Test
  @DisplayName("reads the topic where that was created anew since")
  void otherTopic() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    runUntilSnapshot();
    broker.deleteTopic();
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u2", Map.of()), user("u3", Map.of()));
    assertReadsTheTopic(SCHEMA, of(SCHEMA, user("u2", Map.of()), user("u3", Map.of())));
  }

  @Test
  @DisplayName("reads the topic where the graph has another schema")
  void otherSchema() throws Exception {
    broker.createTopic(1);
    broker.publish(SCHEMA, user("u1", Map.of()));
    runUntilSnapshot();
    assertReadsTheTopic(ContractGraph.SCHEMA, new MemoryGraph(ContractGraph.SCHEMA));
  }

  @Test
  @DisplayName("reads the topic where that may have lost tombstones since")
  void tooOld() throws Exception {
    broker.createTopic(1, Map.of("delete.retention.ms", "0"));
    broker.publish(SCHEMA, user("u1", Map.of()));
    runUntilSnapshot();
    assertReadsTheTopic(SCHEMA, of(SCHEMA, user("u1", Map.of())));
  }

  @Test
  @DisplayName("has the right graph after restarts at any time while changes come")
  void restarts() throws Exception {
    broker.createTopic(3);
    int count = 30_000;
    List<GraphChange> history =
        Stream.generate(new RandomChanges(new Changes(ContractGraph.SCHEMA), new Random(5), 40))
            .limit(count)
            .toList();
    MemoryGraph expected = of(ContractGraph.SCHEMA, history.toArray(GraphChange[]::new));
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> publishAll(history));
    int started = 0;
    boolean last;
    do {
      last = writer.isDone();
      registry = new SimpleMeterRegistry();
      try (Replica replica = replica(ContractGraph.SCHEMA)) {
        MemoryGraph graph = awaitReady(replica);
        Await.until("another snapshot", () -> outcomes("written") > 0);
        started += (int) outcomes("read");
        if (last) {
          Await.until("it has all", () -> replica.lag() == 0);
          assertThat(copies(graph)).isEqualTo(copies(expected));
        }
      }
    } while (!last);
    writer.get();
    assertThat(started).isPositive();
    registry = new SimpleMeterRegistry();
    try (Replica replica = replica(ContractGraph.SCHEMA)) {
      assertThat(copies(awaitReady(replica))).isEqualTo(copies(expected));
      assertThat(outcomes("read")).isEqualTo(1);
    }
  }

  private void publishAll(List<GraphChange> changes) {
    ChangeCodec codec = new ChangeCodec(ContractGraph.SCHEMA);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            broker.clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (GraphChange change : changes) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Topics.GRAPH_CHANGES, codec.key(change.element()), codec.value(change)));
      }
    }
  }

  private void assertReadsTheTopic(GraphSchema schema, MemoryGraph expected) throws Exception {
    registry = new SimpleMeterRegistry();
    try (Replica replica = replica(schema)) {
      assertThat(copies(awaitReady(replica))).isEqualTo(copies(expected));
      assertThat(outcomes("read")).isZero();
      assertThat(outcomes("refused")).isPositive();
    }
  }

  /** A replica that is stopped once there is a snapshot of it. */
  private void runUntilSnapshot() throws Exception {
    try (Replica replica = replica(SCHEMA)) {
      awaitReady(replica);
      Await.until("there is a snapshot", () -> outcomes("written") > 0);
    }
    registry = new SimpleMeterRegistry();
  }

  private Replica replica(GraphSchema schema) {
    Snapshots snapshots =
        new Snapshots(
            new SnapshotFiles(folder, 2),
            Duration.ofMillis(50),
            new SnapshotMetrics(registry, InstantSource.system()));
    Replica replica =
        new Replica(
            schema,
            Optional.of(snapshots),
            broker.clientProperties(),
            new ReplicaMetrics(registry));
    replica.start();
    return replica;
  }

  private double outcomes(String outcome) {
    return registry.get("kith.replica.snapshots").tag("outcome", outcome).counter().count();
  }

  private double applied() {
    return registry.get("kith.replica.changes").tag("outcome", "applied").counter().count();
  }

  private List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private String topicId() throws Exception {
    try (Replica replica =
        new Replica(SCHEMA, broker.clientProperties(), new ReplicaMetrics(registry))) {
      replica.start();
      awaitReady(replica);
      return replica.held().orElseThrow().topicId();
    } finally {
      registry = new SimpleMeterRegistry();
    }
  }

  private void mark(long asOf, String topicId) throws Exception {
    broker.publish(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            0,
            WatermarkCodec.key(0),
            new WatermarkCodec().value(new Watermark(asOf, topicId, 1, Map.of()))));
  }

  private static Optional<Watermark> watermark(Replica replica) {
    return replica.status() instanceof ReplicaStatus.Ready ready
        ? ready.watermark().newest()
        : Optional.empty();
  }

  private static MemoryGraph awaitReady(Replica replica) throws Exception {
    Await.until("the replica is ready", () -> replica.status() instanceof ReplicaStatus.Ready);
    return ((ReplicaStatus.Ready) replica.status()).graph();
  }

  private static MemoryGraph of(GraphSchema schema, GraphChange... changes) {
    MemoryGraph graph = new MemoryGraph(schema);
    for (GraphChange change : changes) {
      graph.apply(change);
    }
    return graph;
  }

  /** All that a graph holds, each edge from both its ends. */
  private static Map<GraphStream.Copy, Integer> copies(MemoryGraph graph) {
    Map<GraphStream.Copy, Integer> copies = new HashMap<>();
    graph.forEach(copy -> copies.merge(copy, 1, Integer::sum));
    return copies;
  }
}
