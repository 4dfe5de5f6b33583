package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A reading for which the rows of places are known")
@ExtendWith(DgraphExtension.class)
class KnownRowsTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final NodeType PLACE = SCHEMA.nodeType("place").orElseThrow();
  private static final Attribute TITLE = PLACE.attribute("title").orElseThrow();
  private static final long NOW = 100;

  private final Map<String, Row> known = new ConcurrentHashMap<>();
  private final KnownRows rows =
      new KnownRows() {
        @Override
        public boolean has(NodeType type) {
          return type.equals(PLACE);
        }

        @Override
        public @Nullable Row row(NodeType type, String key) {
          return known.get(key);
        }
      };
  private RecordingAlpha alpha;
  private Dgraph dgraph;
  private EgoGraphReader reader;

  @BeforeEach
  void connect(DgraphServer server) throws Exception {
    String first = List.of(server.address().split(",")).getFirst();
    try (Dgraph direct = Dgraph.connect(List.of(first))) {
      direct.dropAll();
      direct.applySchema(SCHEMA);
    }
    alpha = RecordingAlpha.before(first);
    dgraph = Dgraph.connect(List.of(alpha.address()));
    reader = new EgoGraphReader(dgraph, SCHEMA);
    write(
        CHANGES.node("place", "zoo", "title", "in Dgraph"),
        CHANGES.edge("visited", "v1", "ann", "zoo", "visited_at", 5L),
        CHANGES.edge("visited", "v2", "ann", "park", "visited_at", 6L));
    know("zoo", "the Zoo");
    alpha.requests().clear();
  }

  @AfterEach
  void close() {
    dgraph.close();
    alpha.close();
  }

  @Test
  @DisplayName("takes them, and asks for the key of each place once")
  void rows() throws Exception {
    assertThat(titles(read(EgoShape.UNLIMITED))).containsExactly("the Zoo", "no row");
    assertThat(alpha.requests()).hasSize(2);
    assertThat(alpha.requests()).noneMatch(request -> request.getQuery().contains("title"));

    know("zoo", "the new Zoo");
    know("park", "the Park");
    assertThat(titles(read(EgoShape.UNLIMITED))).containsExactly("the new Zoo", "the Park");
    assertThat(alpha.requests()).hasSize(3);
  }

  @Test
  @DisplayName("takes no third query for places that a list has which is read again")
  void readAgain() throws Exception {
    write(
        CHANGES.edge("visited", "v3", "ann", "port", "visited_at", 6L),
        CHANGES.edge("visited", "v4", "ann", "pier", "visited_at", 6L));
    know("pier", "the Pier");
    alpha.requests().clear();

    // The newest of three visits at one time, by their keys.
    GraphView view = read(1);
    Adjacency visits = view.edges(hop("visited"), view.node(PERSON, "ann"));
    assertThat(title(view, visits.neighbour(visits.size() - 1))).isEqualTo("the Pier");
    assertThat(alpha.requests()).hasSize(2);
  }

  @Test
  @DisplayName("reads a whole shape from Dgraph, rows and all")
  void whole() throws Exception {
    EgoShape shape = new EgoShape(PERSON, Set.of(), shape(EgoShape.UNLIMITED).branches(), true);
    GraphView view =
        reader
            .readMarked(shape, List.of("ann"), NOW, List.of(), rows, Duration.ofSeconds(10))
            .view();
    assertThat(titles(view)).containsExactly("in Dgraph", "no row");
  }

  private GraphView read(int limit) throws DgraphException {
    return reader
        .readMarked(shape(limit), List.of("ann"), NOW, List.of(), rows, Duration.ofSeconds(10))
        .view();
  }

  private static EgoShape shape(int limit) {
    Branch visited = new Branch(hop("visited"), limit, Set.of(), Set.of(TITLE), List.of());
    return new EgoShape(PERSON, Set.of(), List.of(visited));
  }

  private static List<String> titles(GraphView view) {
    Adjacency visits = view.edges(hop("visited"), view.node(PERSON, "ann"));
    List<String> out = new ArrayList<>();
    for (int i = 0; i < visits.size(); i++) {
      out.add(title(view, visits.neighbour(i)));
    }
    return out;
  }

  private static String title(GraphView view, int place) {
    Row row = view.row(PLACE, place);
    return row == null ? "no row" : String.valueOf(row.text(TITLE));
  }

  private void know(String place, String title) {
    known.put(place, Row.builder(PLACE).set(TITLE, title).build());
  }

  private void write(GraphChange... changes) throws DgraphException {
    DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
    long position = writer.position(0);
    assertThat(writer.write(0, position, position + 1, List.of(changes)).applied()).isTrue();
  }
}
