package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.GraphView;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Element;
import dev.kith.graph.memory.NaiveGraph;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares all that is in a Dgraph with a naive graph. */
final class Oracle {

  /** The hops from a node of each type. */
  private static final Map<String, List<String>> HOPS =
      Map.of(
          "person", List.of("knows", "follows", "~follows", "visited", "paid", "~paid"),
          "place", List.of("~visited"));

  private final Raw raw;
  private final EgoGraphReader reader;

  Oracle(Dgraph dgraph) {
    this.raw = new Raw(dgraph);
    this.reader = new EgoGraphReader(dgraph, SCHEMA);
  }

  /**
   * Fails if there is a difference.
   *
   * @param names all keys that nodes may have
   */
  void assertHolds(NaiveGraph naive, List<String> names, String when) throws Exception {
    assertViews(naive, names, when);
    assertNothingElse(naive, when);
    assertDirectEdges(naive, names, "visited", "place_id", when);
    assertDirectEdges(naive, names, "paid", "person_id", when);
  }

  private void assertViews(NaiveGraph naive, List<String> names, String when)
      throws DgraphException {
    for (NodeType type : SCHEMA.nodeTypes()) {
      List<String> hops = HOPS.getOrDefault(type.name(), List.of());
      for (String name : names) {
        GraphView view =
            reader.read(around(type, hops.toArray(String[]::new)), name, 0, Duration.ofSeconds(10));
        assertThat(Seen.row(view, type, name))
            .as("%s: %s %s", when, type, name)
            .isEqualTo(naive.row(new Element.Node(type, name)));
        for (String text : hops) {
          Hop hop = hop(text);
          assertThat(Seen.edges(view, hop, name))
              .as("%s: %s of %s", when, hop, name)
              .isEqualTo(naive.edges(hop, name));
        }
      }
    }
  }

  /** Every type stands as often as it should, and no key twice. */
  private void assertNothingElse(NaiveGraph naive, String when) throws Exception {
    List<String> types = new ArrayList<>();
    SCHEMA
        .nodeTypes()
        .forEach(
            type ->
                types.addAll(
                    Collections.nCopies(
                        (int) naive.count(type),
                        type.name().equals("person") ? "Person" : "Place")));
    for (EdgeType type : SCHEMA.edgeTypes()) {
      if (type.keyed()) {
        String name = type.name().equals("visited") ? "Visit" : "Payment";
        types.addAll(Collections.nCopies((int) naive.count(type), name));
        String key = type.record().orElseThrow().key();
        assertThat(raw.values(key)).as(when).hasSize((int) naive.count(type));
      }
    }
    types.sort(null);
    assertThat(raw.types()).as(when).isEqualTo(types);
    for (NodeType type : SCHEMA.nodeTypes()) {
      assertThat(raw.values(type.key())).as(when).doesNotHaveDuplicates();
    }
  }

  private void assertDirectEdges(
      NaiveGraph naive, List<String> names, String edge, String targetKey, String when)
      throws Exception {
    TreeSet<String> expected = new TreeSet<>();
    for (String name : names) {
      naive
          .edges(hop(edge), name)
          .forEach(between -> expected.add(name + ">" + between.neighbour()));
    }
    assertThat(raw.links(edge, "person_id", targetKey))
        .as("%s: %s", when, edge)
        .isEqualTo(expected);
  }
}
