package dev.kith.graph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Seen.Edge;
import dev.kith.graph.change.Changes;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A graph as it would be with more edges")
class HypotheticalViewTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();

  private final MemoryGraph real = new MemoryGraph(SCHEMA);

  @BeforeEach
  void fill() {
    real.apply(CHANGES.node("person", "ann", "whole", 1L));
    real.apply(CHANGES.edge("visited", "v1", "ann", "bar", "visited_at", 5L, "real", 1.5));
    real.apply(CHANGES.pair("knows", "ann", "bob", "since", 5L));
    real.apply(CHANGES.pair("follows", "ann", "bob"));
  }

  @Test
  @DisplayName("without any is the graph itself")
  void none() {
    assertThat(HypotheticalView.of(real, List.of())).isSameAs(real);
  }

  @Test
  @DisplayName("has one more edge where edges have keys, from either end, at its place in time")
  void keyed() {
    GraphView view =
        with(
            edge("visited", "ann", "bar", "visited_at", 5L, "real", 2.5),
            edge("visited", "ann", "spa", "visited_at", 4L));
    assertThat(Seen.edges(view, hop("visited"), "ann"))
        .containsExactly(
            new Edge("spa", Optional.of(4L), Map.of("visited_at", 4L)),
            new Edge("bar", Optional.of(5L), Map.of("visited_at", 5L, "real", 1.5)),
            new Edge("bar", Optional.of(5L), Map.of("visited_at", 5L, "real", 2.5)));
    assertThat(Seen.neighbours(view, hop("~visited"), "bar")).containsExactly("ann", "ann");
    assertThat(Seen.neighbours(view, hop("~visited"), "spa")).containsExactly("ann");
    assertThat(Seen.edges(real, hop("visited"), "ann")).hasSize(1);
  }

  @Test
  @DisplayName("has a pair once: the earlier of the one that is there and the one that is added")
  void pairs() {
    GraphView later = with(edge("knows", "bob", "ann", "since", 6L));
    GraphView same = with(edge("follows", "ann", "bob"));
    GraphView earlier =
        with(edge("knows", "ann", "bob", "since", 4L), edge("knows", "bob", "ann", "since", 5L));
    assertThat(Seen.edges(later, hop("knows"), "bob"))
        .containsExactly(new Edge("ann", Optional.of(5L), Map.of("since", 5L)));
    assertThat(Seen.neighbours(same, hop("~follows"), "bob")).containsExactly("ann");
    for (String[] ends : new String[][] {{"ann", "bob"}, {"bob", "ann"}}) {
      assertThat(Seen.edges(earlier, hop("knows"), ends[0]))
          .containsExactly(new Edge(ends[1], Optional.of(4L), Map.of("since", 4L)));
    }
    assertThat(Seen.edges(real, hop("knows"), "ann"))
        .containsExactly(new Edge("bob", Optional.of(5L), Map.of("since", 5L)));
  }

  @Test
  @DisplayName("leads one way where the type does")
  void oneWay() {
    GraphView view = with(edge("follows", "bob", "ann"));
    assertThat(Seen.neighbours(view, hop("follows"), "bob")).containsExactly("ann");
    assertThat(Seen.neighbours(view, hop("~follows"), "bob")).containsExactly("ann");
    assertThat(Seen.neighbours(view, hop("follows"), "ann")).containsExactly("bob");
  }

  @Test
  @DisplayName("knows nodes that only these edges name as stubs, each once")
  void newNodes() {
    GraphView view = with(edge("knows", "cid", "dan"), edge("knows", "dan", "ann"));
    assertThat(Seen.neighbours(view, hop("knows"), "dan")).containsExactly("cid", "ann");
    assertThat(Seen.row(view, PERSON, "dan")).isEmpty();
    assertThat(view.key(PERSON, view.node(PERSON, "cid"))).isEqualTo("cid");
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of("whole", 1L));
    assertThat(view.edges(hop("visited"), view.node(PERSON, "cid")).size()).isZero();
    assertThat(real.node(PERSON, "cid")).isEqualTo(GraphView.NO_NODE);
  }

  @Test
  @DisplayName("is none with an edge without keys or from a node to itself, where that can't be")
  void refused() {
    assertThatThrownBy(() -> edge("follows", "", "ann"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> edge("knows", "ann", "ann"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("both ends of knows are 'ann'");
    assertThat(Seen.neighbours(with(edge("follows", "ann", "ann")), hop("~follows"), "ann"))
        .containsExactly("ann");
  }

  private GraphView with(HypotheticalEdge... edges) {
    return HypotheticalView.of(real, List.of(edges));
  }

  private static HypotheticalEdge edge(String type, String from, String to, Object... attributes) {
    return new HypotheticalEdge(
        SCHEMA.edgeType(type).orElseThrow(), from, to, CHANGES.row(type, attributes));
  }
}
