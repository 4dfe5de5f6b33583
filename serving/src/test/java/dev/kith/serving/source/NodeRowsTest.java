package dev.kith.serving.source;

import static dev.kith.serving.Shop.PRODUCT;
import static dev.kith.serving.Shop.PURCHASED;
import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.USER;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import dev.kith.serving.Await;
import dev.kith.serving.TestBroker;
import dev.kith.serving.replica.ReplicaMetrics;
import dev.kith.serving.turn.TurnMetrics;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The price of a product, to whoever reads from Dgraph,")
@ExtendWith(DgraphExtension.class)
@Timeout(120)
class NodeRowsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Attribute PRICE = PRODUCT.attribute("price").orElseThrow();
  private static final EgoShape SHAPE =
      new EgoShape(
          USER,
          Set.of(),
          List.of(
              new EgoShape.Branch(new Hop(PURCHASED, true), Set.of(), Set.of(PRICE), List.of())));

  /** A price, empty if the product has none, and what is said of how fresh it is. */
  private record Read(Optional<Double> price, long asOf) {}

  @TempDir private Path directory;
  private TestBroker broker;
  private String topicId;
  private Dgraph dgraph;
  private DgraphWriter writer;
  private NodeRows rows;
  private DgraphSource source;

  @BeforeEach
  void start(DgraphServer server) throws Exception {
    broker = new TestBroker(directory);
    broker.start();
    broker.createTopic(1);
    topicId = topicId();
    dgraph = Dgraph.connect(List.of(server.address()));
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    writer = new DgraphWriter(dgraph, SCHEMA, topicId);
    rows =
        new NodeRows(
            SCHEMA, USER, broker.clientProperties(), new ReplicaMetrics(new SimpleMeterRegistry()));
    source =
        new DgraphSource(
            new EgoGraphReader(dgraph, SCHEMA),
            Optional.of(rows),
            USER,
            1,
            1,
            new TurnMetrics(new SimpleMeterRegistry(), "DGRAPH"));
    // They never are of two minds; here they are, to tell where a price comes from.
    inDgraph(50, product("p", Map.of("price", 1.0)), purchase("o", "anna", "p", Map.of()));
    inKafka(40, product("p", Map.of("price", 2.0)));
    source.start();
    Await.until("Dgraph answers", source::ready);
    Await.until("the topic is read", () -> rows.asFreshAs(Optional.of(mark(40))).isPresent());
  }

  @AfterEach
  void stop() {
    source.close();
    dgraph.close();
    broker.close();
  }

  @Test
  @DisplayName("comes from memory while that is as fresh as Dgraph, and from Dgraph else")
  void freshness() throws Exception {
    assertThat(read()).isEqualTo(new Read(Optional.of(1.0), 50));

    inKafka(60);
    Await.until("memory is fresher", () -> read().price().equals(Optional.of(2.0)));
    assertThat(read()).isEqualTo(new Read(Optional.of(2.0), 50));

    inDgraph(70); // and Kafka tells nothing any more
    Read next = read();
    while (next.price().equals(Optional.of(2.0))) {
      assertThat(next.asOf()).as("the older of both").isLessThanOrEqualTo(60);
      next = read();
    }
    assertThat(next).isEqualTo(new Read(Optional.of(1.0), 70));
  }

  @Test
  @DisplayName("is none once its row is deleted")
  void deleted() throws Exception {
    inKafka(60, new GraphChange.Remove(new Element.Node(PRODUCT, "p")));
    Await.until("it is deleted", () -> read().price().isEmpty());
  }

  @Test
  @DisplayName("comes from Dgraph if that holds another topic, or does not say how fresh it is")
  void anotherTopic() {
    assertThat(rows.asFreshAs(Optional.of(new Watermark(1, "another", 1, Map.of())))).isEmpty();
    assertThat(rows.asFreshAs(Optional.empty())).isEmpty();
  }

  private Read read() throws DgraphException, NotReadyException {
    Reading reading = source.reader().read(SHAPE, List.of("anna"), 0, List.of(), LONG);
    GraphView view = reading.view();
    int product =
        view.edges(SHAPE.branches().getFirst().hop(), view.node(USER, "anna")).neighbour(0);
    return new Read(
        Optional.ofNullable(view.row(PRODUCT, product))
            .filter(row -> row.has(PRICE))
            .map((Row row) -> row.doubleValue(PRICE)),
        reading.watermark().orElseThrow().asOf());
  }

  private void inDgraph(long asOf, GraphChange... changes) throws DgraphException {
    long position = writer.position(0);
    writer.write(0, position, position + 1, List.of(changes), Optional.of(mark(asOf)));
  }

  private void inKafka(long asOf, GraphChange... changes) throws Exception {
    broker.publish(SCHEMA, changes);
    broker.publish(
        new ProducerRecord<>(
            Topics.GRAPH_CHANGES,
            0,
            WatermarkCodec.key(0),
            new WatermarkCodec().value(mark(asOf))));
  }

  private Watermark mark(long asOf) {
    return new Watermark(asOf, topicId, 1, Map.of());
  }

  private String topicId() throws Exception {
    try (Admin admin = Admin.create(broker.clientProperties())) {
      return requireNonNull(
              admin
                  .describeTopics(List.of(Topics.GRAPH_CHANGES))
                  .allTopicNames()
                  .get()
                  .get(Topics.GRAPH_CHANGES))
          .topicId()
          .toString();
    }
  }
}
