package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Seeds;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A value is stored in three ways, as a predicate of a node, as one of an edge's record, and as a
 * facet, and each is written in binary and read from JSON.
 */
@DisplayName("Dgraph gives back exactly")
@ExtendWith(DgraphExtension.class)
class ExactValuesTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final long YEAR_1 = micros("0001-01-01T00:00:00Z");
  private static final long YEAR_9999 = micros("9999-12-31T23:59:59.999999Z");

  private static Dgraph dgraph;

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
  }

  @Test
  @DisplayName("doubles, whatever their bits")
  void doubles() {
    Seeds.each(3, seed -> assertGivenBack("real", randomDoubles(new Random(seed))));
  }

  @Test
  @DisplayName("the doubles that decimals and other roundings lose")
  void notableDoubles() throws Exception {
    assertGivenBack(
        "real",
        List.of(
            0.0,
            -0.0,
            0.1,
            0.1 + 0.2,
            1.0,
            100.0,
            9007199254740994.0,
            1e15,
            1e16,
            1e21,
            123456789012345680.0,
            1e-5,
            1e-310, // not normal
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Math.nextDown(1.0),
            Math.nextUp(1.0),
            2.225073858507201e-308,
            9.5367431640625e-7,
            Double.MAX_VALUE,
            -Double.MAX_VALUE));
  }

  @Test
  @DisplayName("integers of 64 bits, beyond what a double holds")
  void integers() throws Exception {
    List<Object> values =
        new ArrayList<>(
            List.of(
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1,
                (1L << 53) + 1,
                -(1L << 53) - 1,
                1_000_000_000_000_000_000L,
                999_999_999_999_999_999L));
    assertGivenBack("whole", values);
    Seeds.each(
        2,
        seed -> {
          Random random = new Random(seed);
          assertGivenBack(
              "whole",
              random.longs(300).mapToObj(l -> (Object) (l >> random.nextInt(64))).toList());
        });
  }

  @Test
  @DisplayName("timestamps, to the microsecond, from the year 1 to the year 9999")
  void timestamps() throws Exception {
    assertGivenBack(
        "moment",
        List.of(
            YEAR_1,
            YEAR_1 + 1,
            YEAR_9999,
            -1L,
            0L,
            1L,
            999_999L,
            1_000_000L,
            micros("2024-02-29T23:59:59.999999Z"),
            micros("2100-03-01T00:00:00.000001Z"),
            micros("1900-02-28T23:59:59.1Z"),
            micros("1582-10-10T00:00:00.000010Z")));
    Seeds.each(
        2,
        seed ->
            assertGivenBack(
                "moment",
                new Random(seed)
                    .longs(300, YEAR_1, YEAR_9999 + 1)
                    .boxed()
                    .map(Object.class::cast)
                    .toList()));
  }

  @Test
  @DisplayName("text, of whatever characters")
  void texts() throws Exception {
    assertGivenBack(
        "words",
        List.of(
            "",
            " ",
            "\u0000",
            "_STAR_ALL", // what Dgraph writes for "everything" in deletions
            "_:blank",
            "uid(v)",
            "\"",
            "\\",
            "\\u0041",
            "'; drop",
            "\") } evil(func: has(person_id)) { uid } #",
            "null",
            "NaN",
            "2024-01-01",
            "\r\n\t\b\f\u001b",
            "\u2028\u2029\ufeff\ufffd",
            "e\u0301 é",
            "\uD83D\uDE00漢字",
            "x".repeat(100_000)));
    Seeds.each(2, seed -> assertGivenBack("words", randomTexts(new Random(seed))));
  }

  /** Ingest lets none through, and JSON can't hold one; it must not spoil the rest of an answer. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  @DisplayName("everything around a double that is not finite, which reads as missing")
  void notFinite(double value) throws Exception {
    write(
        List.of(
            CHANGES.node("person", "ann", "real", 1.5, "whole", 1L),
            CHANGES.node("person", "ann", "real", value, "whole", 2L),
            CHANGES.pair("knows", "ann", "bob", "real", value, "words", "hello"),
            CHANGES.edge("visited", "v1", "ann", "bar", "real", value, "flag", true)));
    GraphView view = read();
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of("whole", 2L));
    assertThat(Seen.edges(view, hop("knows"), "ann"))
        .containsExactly(new Seen.Edge("bob", Optional.empty(), Map.of("words", "hello")));
    assertThat(Seen.edges(view, hop("visited"), "ann"))
        .containsExactly(new Seen.Edge("bar", Optional.empty(), Map.of("flag", true)));
  }

  /** Stores each value in each way and reads all of them. */
  private static void assertGivenBack(String attribute, List<?> values) throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    Map<String, Object> expected = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      String friend = "friend " + i;
      Object value = values.get(i);
      changes.add(CHANGES.node("person", friend, attribute, value));
      changes.add(CHANGES.pair("knows", "ann", friend, attribute, value));
      changes.add(CHANGES.edge("visited", friend, "ann", friend, attribute, value));
      expected.put(friend, value);
    }
    write(changes);

    GraphView view = read();
    Map<String, Object> ofNodes = new TreeMap<>();
    Adjacency friends = view.edges(hop("knows"), view.node(PERSON, "ann"));
    for (int i = 0; i < friends.size(); i++) {
      int friend = friends.neighbour(i);
      ofNodes.put(
          view.key(PERSON, friend),
          Seen.row(view, PERSON, friend).orElseThrow().getOrDefault(attribute, "nothing"));
    }
    assertThat(ofNodes).as("on nodes").isEqualTo(expected);
    for (String hop : List.of("knows", "visited")) {
      Map<String, Object> ofEdges = new TreeMap<>();
      Seen.edges(view, hop(hop), "ann")
          .forEach(
              edge ->
                  ofEdges.put(
                      edge.neighbour(), edge.attributes().getOrDefault(attribute, "nothing")));
      assertThat(ofEdges).as("on %s", hop).isEqualTo(expected);
    }
  }

  private static void write(List<GraphChange> changes) throws DgraphException {
    DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
    long position = writer.position(0);
    assertThat(writer.write(0, position, position + 1, changes).applied()).isTrue();
  }

  private static GraphView read() throws DgraphException {
    return new EgoGraphReader(dgraph, SCHEMA)
        .read(around("knows", "visited"), "ann", 0, Duration.ofSeconds(10));
  }

  private static List<Double> randomDoubles(Random random) {
    return random
        .longs()
        .mapToObj(Double::longBitsToDouble)
        .filter(Double::isFinite)
        .limit(500)
        .toList();
  }

  private static List<String> randomTexts(Random random) {
    String alphabet = "ab \"\\'`\n\r\t\u0000\u0001\u007f\u2028é漢{}[]()<>$@%/:#._0";
    List<String> out = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        if (random.nextInt(10) == 0) {
          text.appendCodePoint(0x1F600 + random.nextInt(64));
        } else {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      out.add(text.toString());
    }
    return out;
  }

  private static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }
}
