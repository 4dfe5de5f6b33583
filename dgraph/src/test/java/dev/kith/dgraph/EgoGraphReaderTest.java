package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static dev.kith.graph.ContractGraph.hop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.Row;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the view then shows is {@link DgraphViewTest}'s. */
@DisplayName("The reader of the graph around a node")
@ExtendWith(DgraphExtension.class)
class EgoGraphReaderTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static RecordingAlpha alpha;
  private static Dgraph dgraph;

  @BeforeAll
  static void connect(DgraphServer server) throws Exception {
    String first = List.of(server.address().split(",")).getFirst();
    alpha = RecordingAlpha.before(first);
    try (Dgraph direct = Dgraph.connect(List.of(first))) {
      direct.dropAll();
      direct.applySchema(SCHEMA);
    }
    dgraph = Dgraph.connect(List.of(alpha.address()));
  }

  @AfterAll
  static void close() {
    dgraph.close();
    alpha.close();
  }

  @BeforeEach
  void nothingAsked() {
    alpha.requests().clear();
  }

  @Test
  @DisplayName("asks once, read-only, for the hops and attributes of the shape and nothing else")
  void oneQuery() throws Exception {
    EgoShape shape =
        new EgoShape(
            PERSON,
            Set.of(attribute("person", "words")),
            List.of(
                new Branch(
                    hop("knows"),
                    Set.of(),
                    Set.of(attribute("person", "flag")),
                    List.of(
                        new Branch(
                            hop("visited"),
                            Set.of(attribute("visited", "real")),
                            Set.of(attribute("place", "title")),
                            List.of()))),
                new Branch(hop("~follows"), Set.of(), Set.of(), List.of())));

    read(shape, "ann");

    assertThat(alpha.requests()).hasSize(1);
    Request request = alpha.requests().getFirst();
    assertThat(request.getReadOnly()).isTrue();
    assertThat(request.getBestEffort()).isFalse();
    assertThat(request.getMutationsList()).isEmpty();
    assertThat(request.getVarsMap()).isEqualTo(Map.of("$v0", "ann"));
    assertThat(request.getQuery())
        .isEqualToNormalizingWhitespace(
            """
            query kith($v0: string) {
              r0(func: eq(person_id, $v0)) {
                uid k: person_id t: dgraph.type a2: words
                h0: knows @facets(e0: since) {
                  uid a3: flag
                  h0: ~visitor @facets(f: kith.end, e2: real, e0: visited_at) {
                    uid
                    n: venue { uid a0: title }
                  }
                }
                h1: ~follows { uid }
              }
              positions(func: has(kith.partition)) {
                uid p: kith.partition o: kith.position w: kith.watermark
              }
            }
            """);
  }

  @Test
  @DisplayName("asks in the same query what is around the ends of edges that do not exist")
  void whatIf() throws Exception {
    Branch visits =
        new Branch(hop("visited"), 3, Set.of(), Set.of(attribute("place", "title")), List.of());
    EgoShape shape =
        new EgoShape(
            PERSON,
            Set.of(),
            List.of(
                new Branch(hop("knows"), 5, Set.of(), Set.of(), List.of(visits)),
                new Branch(hop("visited"), 7, Set.of(), Set.of(), List.of())));
    List<HypotheticalEdge> edges =
        List.of(
            edge("visited", "ann", "bar"),
            edge("knows", "bob", "ann", "since", 0L),
            edge("paid", "ann", "dan")); // nowhere in the shape

    GraphView view =
        new EgoGraphReader(dgraph, SCHEMA)
            .readMarked(shape, List.of("ann"), 0, edges, KnownRows.NONE, Duration.ofSeconds(10))
            .view();

    assertThat(Seen.neighbours(view, hop("visited"), "ann")).containsExactly("bar");
    assertThat(alpha.requests()).hasSize(1);
    assertThat(alpha.requests().getFirst().getVarsMap().values())
        .containsExactly("ann", "bar", "bob", "ann", "bob", "bob", "ann", "ann", "bob");
    assertThat(alpha.requests().getFirst().getQuery())
        .isEqualToNormalizingWhitespace(
            """
            query kith($v0: string, $v1: string, $v2: string, $v3: string, $v4: string, $v5: string,
                $v6: string, $v7: string, $v8: string) {
              r0(func: eq(person_id, $v0)) {
                uid k: person_id t: dgraph.type
                h0: knows (first: 6) @facets(NOT gt(since, "1970-01-01T00:00:00Z"))
                    @facets(orderdesc: since, e0: since) {
                  uid
                  h0: ~visitor (first: 4) @facets(NOT gt(visited_at, "1970-01-01T00:00:00Z"))
                      @facets(f: kith.end, orderdesc: visited_at, e0: visited_at) { uid n: venue { uid a0: title } }
                }
                h1: ~visitor (first: 8) @facets(NOT gt(visited_at, "1970-01-01T00:00:00Z"))
                    @facets(f: kith.end, orderdesc: visited_at, e0: visited_at) { uid }
              }
              r1(func: eq(place_id, $v1)) { uid k: place_id a0: title }
              r2(func: eq(person_id, $v2)) {
                uid k: person_id
                h0: ~visitor (first: 4) @facets(NOT gt(visited_at, "1970-01-01T00:00:00Z"))
                    @facets(f: kith.end, orderdesc: visited_at, e0: visited_at) { uid n: venue { uid a0: title } }
              }
              r3(func: eq(person_id, $v3)) {
                uid k: person_id
                h0: ~visitor (first: 8) @facets(NOT gt(visited_at, "1970-01-01T00:00:00Z"))
                    @facets(f: kith.end, orderdesc: visited_at, e0: visited_at) { uid k: visit_id }
                h1: knows (first: 6) @facets(NOT gt(since, "1970-01-01T00:00:00Z"))
                    @facets(orderdesc: since, e0: since) { uid k: person_id }
              }
              r4(func: eq(person_id, $v4)) {
                uid k: person_id
                h0: knows (first: 6) @facets(NOT gt(since, "1970-01-01T00:00:00Z"))
                    @facets(orderdesc: since, e0: since) { uid k: person_id }
              }
              r5(func: eq(person_id, $v5)) {
                uid h0: knows @filter(eq(person_id, $v6)) @facets(e0: since) { uid k: person_id }
              }
              r6(func: eq(person_id, $v7)) {
                uid h0: knows @filter(eq(person_id, $v8)) @facets(e0: since) { uid k: person_id }
              }
              positions(func: has(kith.partition)) {
                uid p: kith.partition o: kith.position w: kith.watermark
              }
            }
            """);
  }

  @Test
  @DisplayName("shows only the attributes that the shape names, and always event times")
  void onlyWhatWasAsked() throws Exception {
    write(
        CHANGES.node("person", "ann", "words", "hello", "whole", 1L),
        CHANGES.pair("knows", "ann", "bob", "since", 5L, "words", "school"),
        CHANGES.node("person", "bob", "words", "hi", "flag", true));
    EgoShape shape =
        new EgoShape(
            PERSON,
            Set.of(),
            List.of(
                new Branch(hop("knows"), Set.of(), Set.of(attribute("person", "flag")), List.of())),
            true);

    GraphView view = read(shape, "ann");

    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of());
    assertThat(Seen.row(view, PERSON, "bob")).hasValue(Map.of("flag", true));
    assertThat(Seen.edges(view, hop("knows"), "ann"))
        .containsExactly(new Seen.Edge("bob", Optional.of(5L), Map.of("since", 5L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"knows", "visited"})
  @DisplayName("shows edges of one event time in the order of their keys where that matters")
  void ordered(String hop) throws Exception {
    for (String key : List.of("3", "1", "4", "2")) {
      write(
          CHANGES.edge("visited", key, "eve", "bar", "visited_at", 0L, "whole", Long.valueOf(key)),
          CHANGES.pair("knows", "eve", key, "since", 0L, "whole", Long.valueOf(key)));
    }
    Attribute whole = attribute(hop, "whole");
    Branch branch = new Branch(hop(hop), 9, true, Set.of(whole), Set.of(), List.of());

    GraphView view = read(new EgoShape(PERSON, Set.of(), List.of(branch)), "eve");

    Adjacency edges = view.edges(hop(hop), view.node(PERSON, "eve"));
    assertThat(IntStream.range(0, edges.size()).mapToLong(i -> edges.bits(i, whole)))
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\") { uid } evil(func: has(person_id)) { uid k: person_id } #",
        "x\")) { k: person_id } } #",
        "$v0",
        "$v1",
        "[\"ann\", \"bob\"]",
        "[\"ann\"]",
        "[ann]",
        "[",
        "]",
        "[]",
        "\"ann\"",
        "ann\" OR \"1\"=\"1",
        "/^.*$/",
        "0x1",
        "uid(v)",
        "val(x)",
        "ann@en",
        "ann@.",
        "_STAR_ALL",
        "\u0000",
        "count(person_id)",
        "1, 2"
      })
  @DisplayName("takes a key for nothing but a key: a variable of the query, never its text")
  void keysAreNotText(String key) throws Exception {
    write(CHANGES.node("person", "ann", "whole", 1L), CHANGES.node("person", "bob", "whole", 2L));

    GraphView unknown = read(around(), key);
    assertThat(Seen.row(unknown, PERSON, key)).isEmpty();
    assertThat(Seen.row(unknown, PERSON, "ann")).isEmpty();
    assertThat(alpha.requests().getLast().getQuery())
        .doesNotContain(key.equals("$v0") ? "$v1" : key);
    assertThat(alpha.requests().getLast().getVarsMap()).containsValue(key);

    // Alone, so that it is looked up alone, then among others.
    write(CHANGES.node("person", key, "whole", 3L));
    write(CHANGES.pair("knows", key, "ann", "since", 1L));
    write(CHANGES.node("person", key, "whole", 4L));
    for (Request request : alpha.requests()) {
      assertThat(request.getQuery()).doesNotContain("evil");
    }
    GraphView view = read(around("knows"), key);
    assertThat(Seen.row(view, PERSON, key)).hasValue(Map.of("whole", 4L));
    assertThat(Seen.neighbours(view, hop("knows"), key)).containsExactly("ann");
    assertThat(Seen.row(read(around(), "ann"), PERSON, "ann")).hasValue(Map.of("whole", 1L));
    write(CHANGES.removeNode("person", key), CHANGES.removePair("knows", key, "ann"));
  }

  @Test
  @DisplayName("puts edges of one time in the order of their keys where that order is needed")
  void ordered() throws Exception {
    for (String friend : List.of("b", "a", "c")) { // and so are their uids
      write(CHANGES.pair("knows", "eve", friend, "since", 5L));
    }
    Branch knows =
        new Branch(
            hop("knows"),
            EgoShape.UNLIMITED,
            true,
            Set.of(),
            Set.of(attribute("person", "words")),
            List.of());
    for (String friend : List.of("a", "b", "c")) {
      write(CHANGES.node("person", friend, "words", friend));
    }
    GraphView view = read(new EgoShape(PERSON, Set.of(), List.of(knows)), "eve");
    Adjacency edges = view.edges(hop("knows"), view.node(PERSON, "eve"));
    assertThat(edges.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      Row row = requireNonNull(view.row(PERSON, edges.neighbour(i)));
      assertThat(row.text(attribute("person", "words"))).isEqualTo(List.of("a", "b", "c").get(i));
    }
  }

  @Test
  @DisplayName("refuses records that have nothing beside their ends, instead of leaving them out")
  void earlierRecords() throws Exception {
    write(CHANGES.edge("visited", "v1", "dora", "zoo", "visited_at", 5L));
    new Raw(dgraph)
        .write("_:v <visit_id> \"v2\" .\n_:v <visitor> _:d .\n_:d <person_id> \"dirk\" .", "");

    assertThat(Seen.neighbours(read(around("visited"), "dora"), hop("visited"), "dora"))
        .containsExactly("zoo");
    assertThatThrownBy(() -> read(around("visited"), "dirk"))
        .isInstanceOf(DgraphException.class)
        .hasMessageContaining("./kith rebuild");
  }

  private static HypotheticalEdge edge(String type, String from, String to, Object... attributes) {
    return new HypotheticalEdge(
        SCHEMA.edgeType(type).orElseThrow(), from, to, CHANGES.row(type, attributes));
  }

  private static GraphView read(EgoShape shape, String key) throws DgraphException {
    return new EgoGraphReader(dgraph, SCHEMA).read(shape, key, 0, Duration.ofSeconds(10));
  }

  /** Writes with a writer that knows no node yet, so that it looks all of them up. */
  private static void write(GraphChange... changes) throws DgraphException {
    DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
    long position = writer.position(0);
    assertThat(writer.write(0, position, position + 1, List.of(changes)).applied()).isTrue();
  }

  private static Attribute attribute(String type, String name) {
    return SCHEMA.elementType(type).orElseThrow().attribute(name).orElseThrow();
  }
}
