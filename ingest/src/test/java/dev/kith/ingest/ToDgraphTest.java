package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.TcpProxy;
import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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

@DisplayName("From a CDC topic to a real Dgraph ingest")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class ToDgraphTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final NodeType USER = GRAPH.nodeType("user").orElseThrow();

  private final TestBroker broker;
  private final IngestHarness harness;
  private final TcpProxy alpha;
  private final Dgraph dgraph;

  ToDgraphTest(TestBroker broker, DgraphServer server, @TempDir Path state) {
    this.broker = broker;
    this.harness = new IngestHarness(broker, state);
    this.alpha = new TcpProxy(server.address());
    this.dgraph = Dgraph.connect(List.of(server.address()));
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
    dgraph.dropAll();
  }

  @AfterEach
  void close() {
    harness.close();
    alpha.close();
    dgraph.close();
  }

  private Ingest started(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("DGRAPH_ALPHA_HOST", alpha.address());
    return harness.started(settings);
  }

  /** A user's age in Dgraph. */
  private OptionalLong age(String user) throws DgraphException {
    var age = USER.attribute("age").orElseThrow();
    EgoShape shape = new EgoShape(USER, Set.of(age), List.of());
    GraphView view = new EgoGraphReader(dgraph, GRAPH).read(shape, user, 0, Duration.ofSeconds(20));
    int node = view.node(USER, user);
    Row row = node == GraphView.NO_NODE ? null : view.row(USER, node);
    return row == null || !row.has(age) ? OptionalLong.empty() : OptionalLong.of(row.bits(age));
  }

  private String topicId() throws Exception {
    return broker
        .admin()
        .describeTopics(List.of(Topics.GRAPH_CHANGES))
        .allTopicNames()
        .get()
        .values()
        .iterator()
        .next()
        .topicId()
        .toString();
  }

  private DgraphWriter writer() throws Exception {
    dgraph.applySchema(GRAPH);
    return new DgraphWriter(dgraph, GRAPH, topicId());
  }

  @Test
  @DisplayName("writes what is, and removes what is gone")
  void written() throws Exception {
    try (Ingest ingest = started(Map.of())) {
      harness.sendUser("u1", 1, 30);
      harness.sendUser("u2", 2, 40);
      harness.sendUser("u1", 3, 31);
      harness.send(
          Shop.USERS,
          harness.shop.key(Shop.USERS, "u2"),
          harness.shop.delete(Shop.USERS, 4, 4, "u2"));
      harness.send(Shop.USERS, harness.shop.key(Shop.USERS, "u2"), null);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u1")).hasValue(31);
      assertThat(age("u2")).isEmpty();
    }
  }

  @Test
  @DisplayName("goes on where Dgraph stands, however often it is stopped half-way")
  void restart() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (Ingest ingest = started(Map.of())) {
        assertThat(ingest.failure()).isEmpty();
        for (int user = 0; user < 200; user++) {
          harness.sendUser("u" + user, 1 + round * 1000 + user, round);
        }
      } // closed with most of it on the way
    }
    try (Ingest ingest = started(Map.of())) {
      IngestHarness.awaitCaughtUp(ingest);
      for (int user = 0; user < 200; user++) {
        assertThat(age("u" + user)).as("u%d", user).hasValue(2);
      }
      long records = broker.read(Topics.GRAPH_CHANGES).size();
      assertThat(records).isBetween(600L, 1200L);
    }
  }

  @Test
  @DisplayName("waits for a Dgraph that is away or silent, and goes on by itself")
  void outage() throws Exception {
    try (Ingest ingest = started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      alpha.cut();
      harness.sendUser("u1", 2, 2);
      Await.until("the change is on its topic", () -> ingest.sourceLag() == 0);
      assertThat(ingest.dgraphLag()).isPositive();
      alpha.open();
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u1")).hasValue(2);

      alpha.stall();
      harness.sendUser("u1", 3, 3);
      Await.until("the change is on its topic", () -> ingest.sourceLag() == 0);
      assertThat(ingest.dgraphLag()).isPositive();
      alpha.open();
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u1")).hasValue(3);
      assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
      assertThat(ingest.failure()).isEmpty();
    }
  }

  @Test
  @DisplayName("closes within seconds while Dgraph is away, or silent in mid-batch")
  void closeInOutage() throws Exception {
    for (Runnable outage : List.<Runnable>of(alpha::cut, alpha::stall)) {
      try (Ingest ingest = started(Map.of())) {
        harness.sendUser("u1", 1, 1);
        IngestHarness.awaitCaughtUp(ingest);
        outage.run();
        for (int user = 0; user < 20; user++) { // so that each partition's writer waits
          harness.sendUser("u" + user, 2, 2);
        }
        Await.until("the changes are on their topic", () -> ingest.sourceLag() == 0);
        long start = System.nanoTime();
        ingest.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(ingest.failure()).isEmpty();
      }
      alpha.open();
    }
    try (Ingest ingest = started(Map.of())) {
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u19")).hasValue(2);
    }
  }

  @Test
  @DisplayName("passes over offsets that hold no change, also at the end: what compaction leaves")
  void gaps() throws Exception {
    try (Ingest ingest = started(Map.of("PARTITIONS", "1"))) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      try (KafkaProducer<byte[], byte[]> transactional =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", broker.address(), "transactional.id", "test"),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        // The end of a transaction takes an offset, and no consumer is given it.
        transactional.initTransactions();
        transactional.beginTransaction();
        transactional
            .send(new ProducerRecord<>(Topics.GRAPH_CHANGES, bytes("user/u2"), null))
            .get();
        transactional.commitTransaction();
      }
      IngestHarness.awaitCaughtUp(ingest);
      harness.sendUser("u1", 2, 2);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u1")).hasValue(2);
    }
    // Three changes, and the ends of their transactions; and watermarks.
    assertThat(writer().position(0)).isGreaterThanOrEqualTo(6);
  }

  @Test
  @DisplayName("puts what is no change of Kith's into the dead letters, and goes on")
  void foreignRecord() throws Exception {
    try (Ingest ingest = started(Map.of("PARTITIONS", "1"))) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      broker.send(Topics.GRAPH_CHANGES, bytes("user/u9"), bytes("not Avro"));
      harness.sendUser("u1", 2, 2);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(age("u1")).hasValue(2);
    }
    assertThat(broker.read(Topics.DEAD_LETTERS))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).isEqualTo(bytes("not Avro"));
              assertThat(letter.headers().lastHeader("kith.topic").value())
                  .isEqualTo(bytes(Topics.GRAPH_CHANGES));
              assertThat(letter.headers().lastHeader("kith.offset").value())
                  .isEqualTo(bytes(String.valueOf(offset("user/u9"))));
            });
  }

  /** Where the record of a key is. */
  private long offset(String key) {
    return broker.read(Topics.GRAPH_CHANGES).stream()
        .filter(record -> Arrays.equals(record.key(), bytes(key)))
        .findFirst()
        .orElseThrow()
        .offset();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("fails, and says what was lost, if Dgraph stands beyond the end of the topic")
  void beyondTheEnd() throws Exception {
    try (Ingest ingest = started(Map.of("PARTITIONS", "1"))) {
      assertThat(ingest.state()).isEqualTo(Ingest.State.RUNNING);
    }
    assertThat(writer().write(0, 0, 1000, List.of()).applied()).isTrue();
    try (Ingest ingest = started(Map.of())) {
      Await.until("it fails", () -> ingest.state() == Ingest.State.FAILED);
      assertThat(ingest.failure())
          .hasValueSatisfying(
              why ->
                  assertThat(why)
                      .contains("partition 0 up to offset 1000")
                      .contains("from 0 to 0")
                      .contains("empty Dgraph"));
    }
  }

  @Test
  @DisplayName("refuses to start on a Dgraph that holds the changes of another topic")
  void anotherTopic() throws Exception {
    try (Ingest ingest = started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
    }
    broker.clear();
    assertThatThrownBy(() -> started(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Dgraph at " + alpha.address())
        .hasMessageContaining("the changes of another topic");
  }

  @Test
  @DisplayName("names a Dgraph that does not answer, after a while")
  void noDgraph() {
    alpha.cut();
    assertThatThrownBy(() -> started(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Dgraph at " + alpha.address())
        .hasMessageContaining("it does not answer")
        .hasMessageContaining("DGRAPH_ALPHA_HOST");
  }
}
