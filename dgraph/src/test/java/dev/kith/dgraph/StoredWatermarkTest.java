package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.EgoGraphReader.Reading;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Of watermarks in Dgraph")
@ExtendWith(DgraphExtension.class)
class StoredWatermarkTest {
  private static final String TOPIC = "topic";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static Dgraph dgraph;

  private DgraphWriter writer;
  private EgoGraphReader reader;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @BeforeEach
  void empty() throws Exception {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    writer = new DgraphWriter(dgraph, SCHEMA, TOPIC);
    reader = new EgoGraphReader(dgraph, SCHEMA);
  }

  @Test
  @DisplayName("the least of all partitions is read with the graph, at the same moment")
  void least() throws Exception {
    writer.write(0, 0, 3, List.of(person("ann")), mark(500, 7));
    assertThat(read("ann").watermark()).isEmpty(); // partition 1 has not told yet
    writer.write(1, 0, 2, List.of(person("bob")), mark(400, 9));

    Watermark expected =
        new Watermark(400, TOPIC, 2, Map.of("cdc", List.of(7L, 0L), "none", List.of()));
    assertThat(read("ann").watermark()).contains(expected);
    assertThat(reader.watermark(TIMEOUT)).contains(expected);
    Reading bob = read("bob");
    assertThat(bob.view().node(PERSON, "bob")).isNotEqualTo(GraphView.NO_NODE);
  }

  @Test
  @DisplayName("a batch without one leaves the one that is there")
  void kept() throws Exception {
    writer.write(0, 0, 3, List.of(), mark(500, 7));
    writer.write(1, 0, 3, List.of(), mark(500, 7));
    writer.write(0, 3, 4, List.of(person("ann")));
    assertThat(reader.watermark(TIMEOUT)).map(Watermark::asOf).contains(500L);
  }

  @Test
  @DisplayName("none is taken that is of another topic")
  void foreign() throws Exception {
    Optional<Watermark> foreign = Optional.of(new Watermark(500, "another", 1, Map.of()));
    writer.write(0, 0, 3, List.of(), foreign);
    assertThat(reader.watermark(TIMEOUT)).isEmpty();
    assertThat(writer.position(0)).isEqualTo(3);
  }

  @Test
  @DisplayName("renewed positions keep theirs, and an erasing leaves none")
  void moved() throws Exception {
    writer.write(0, 0, 3, List.of(), mark(500, 7));
    writer.write(1, 0, 3, List.of(), mark(500, 7));
    new GraphMender(dgraph, SCHEMA, TOPIC).renewPositions();
    assertThat(reader.watermark(TIMEOUT)).map(Watermark::asOf).contains(500L);
    new GraphEraser(dgraph, SCHEMA, TOPIC).erase(count -> {});
    assertThat(reader.watermark(TIMEOUT)).isEmpty();
    dgraph.applySchema(SCHEMA);
    assertThat(new Raw(dgraph).values("kith.watermark")).isEmpty();
  }

  @Test
  @DisplayName("a text that no Kith wrote is none")
  void unreadable() {
    assertThat(WatermarkText.read(TOPIC, "")).isEmpty();
    assertThat(WatermarkText.read(TOPIC, "as_of=soon partitions=2")).isEmpty();
    assertThat(WatermarkText.read(TOPIC, "as_of=1 partitions=2 cdc")).isEmpty();
  }

  private Reading read(String key) throws DgraphException {
    return reader.readMarked(new EgoShape(PERSON, Set.of(), List.of()), List.of(key), 0, TIMEOUT);
  }

  private static Optional<Watermark> mark(long asOf, long position) {
    return Optional.of(
        new Watermark(asOf, TOPIC, 2, Map.of("cdc", List.of(position, 0L), "none", List.of())));
  }

  private static GraphChange person(String key) {
    return CHANGES.node("person", key);
  }
}
