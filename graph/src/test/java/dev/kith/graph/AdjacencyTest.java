package dev.kith.graph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Changes;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of edges")
class AdjacencyTest {
  private static final EdgeType VISITED = SCHEMA.edgeType("visited").orElseThrow();
  private static final Attribute WHOLE = VISITED.attribute("whole").orElseThrow();
  private static final Attribute WORDS = VISITED.attribute("words").orElseThrow();
  private static final Attribute AT = VISITED.attribute("visited_at").orElseThrow();

  private final Changes changes = new Changes(SCHEMA);

  private Row row(Object... attributes) {
    return changes.row("visited", attributes);
  }

  @Test
  @DisplayName("is built in the order of time, then key, whatever the order of adding")
  void builder() {
    Adjacency edges =
        Adjacency.builder(VISITED, true)
            .add(1, 10, "b", row("visited_at", 5L))
            .add(2, 20, "a", row("visited_at", 5L, "whole", 7L))
            .add(3, 30, "c", row())
            .add(4, 40, "d", row("visited_at", 4L, "words", "hello"))
            .build();
    assertThat(neighbours(edges)).containsExactly(3, 4, 2, 1);
    assertThat(edges.edge(0)).isEqualTo(30);
    assertThat(edges.time(0)).isEqualTo(Adjacency.NO_TIME);
    assertThat(edges.text(1, WORDS)).isEqualTo("hello");
    assertThat(edges.bits(2, WHOLE)).isEqualTo(7);
  }

  @Test
  @DisplayName("reads a missing value as 0 or null, and says that it is missing")
  void missing() {
    Adjacency edges = Adjacency.empty(VISITED).insert(0, 1, 1, row("flag", true));
    for (Attribute attribute : new Attribute[] {WHOLE, WORDS, AT}) {
      assertThat(edges.has(0, attribute)).isFalse();
      assertThat(edges.bits(0, attribute)).isZero();
      assertThat(edges.text(0, attribute)).isNull();
    }
  }

  @Test
  @DisplayName("is not changed by the versions made from it, even two that differ in one place")
  void versions() {
    Adjacency one = Adjacency.empty(VISITED).insert(0, 1, 10, row("whole", 1L));
    Adjacency two = one.insert(1, 2, 20, row("whole", 2L));
    Adjacency left = two.insert(2, 3, 30, row("whole", 3L));
    Adjacency right = two.insert(2, 4, 40, row("words", "four"));
    Adjacency front = two.insert(0, 5, 50, row());
    Adjacency other = two.replace(0, row("whole", 9L));
    Adjacency fewer = two.remove(0);
    assertThat(neighbours(one)).containsExactly(1);
    assertThat(neighbours(two)).containsExactly(1, 2);
    assertThat(two.bits(0, WHOLE)).isEqualTo(1);
    assertThat(neighbours(left)).containsExactly(1, 2, 3);
    assertThat(left.bits(2, WHOLE)).isEqualTo(3);
    assertThat(neighbours(right)).containsExactly(1, 2, 4);
    assertThat(right.text(2, WORDS)).isEqualTo("four");
    assertThat(right.has(2, WHOLE)).isFalse();
    assertThat(right.has(1, WHOLE)).isTrue();
    assertThat(neighbours(front)).containsExactly(5, 1, 2);
    assertThat(other.bits(0, WHOLE)).isEqualTo(9);
    assertThat(other.edge(0)).isEqualTo(10);
    assertThat(neighbours(fewer)).containsExactly(2);
    assertThat(fewer.edge(0)).isEqualTo(20);
  }

  @Test
  @DisplayName("knows whether an edge has just the values of a row")
  void holds() {
    Adjacency edges =
        Adjacency.empty(VISITED)
            .insert(0, 1, 1, row("visited_at", 5L, "whole", 0L, "words", "x"))
            .insert(1, 2, 2, row("visited_at", 6L));
    assertThat(edges.holds(0, row("visited_at", 5L, "whole", 0L, "words", "x"))).isTrue();
    assertThat(edges.holds(0, row("visited_at", 6L, "whole", 0L, "words", "x"))).isFalse();
    assertThat(edges.holds(0, row("visited_at", 5L, "whole", 1L, "words", "x"))).isFalse();
    assertThat(edges.holds(0, row("visited_at", 5L, "whole", 0L, "words", "y"))).isFalse();
    assertThat(edges.holds(0, row("visited_at", 5L, "words", "x"))).isFalse();
    assertThat(edges.holds(0, row("whole", 0L, "words", "x"))).isFalse();
    assertThat(edges.holds(1, row("visited_at", 6L))).isTrue();
    assertThat(edges.holds(1, row("visited_at", 6L, "whole", 0L))).isFalse();
    assertThat(edges.holds(1, row("visited_at", 6L, "real", 0.0))).isFalse();
  }

  @Test
  @DisplayName("holds values of any size beside each other, as they come and as they change")
  void widths() {
    Object[][] rows = {
      {"whole", 1L, "real", 1.5},
      {"whole", 1_000L, "real", 19.99, "moment", 7L},
      {"real", 0.001, "flag", true},
      {"whole", Long.MIN_VALUE, "real", 1e300, "words", "x"},
      {"whole", -1L, "real", -0.0},
    };
    Adjacency edges = Adjacency.empty(VISITED);
    for (int i = 0; i < rows.length; i++) {
      edges = edges.insert(i, i, i, row(rows[i]));
    }
    Adjacency changed = edges;
    for (int i = 0; i < rows.length; i++) {
      assertThat(edges.holds(i, row(rows[i]))).as("edge %d", i).isTrue();
      changed = changed.replace(i, row(rows[rows.length - 1 - i]));
    }
    for (int i = 0; i < rows.length; i++) {
      assertThat(changed.holds(i, row(rows[rows.length - 1 - i]))).as("edge %d", i).isTrue();
    }
  }

  @Test
  @DisplayName("ends at its size, also where its arrays have room for more")
  void bounds() {
    Adjacency two = Adjacency.empty(VISITED).insert(0, 1, 1, row()).insert(1, 2, 2, row());
    Adjacency three = two.insert(2, 3, 3, row());
    assertThat(three.neighbour(2)).isEqualTo(3);
    assertThatThrownBy(() -> two.neighbour(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> two.time(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Adjacency.EMPTY.neighbour(0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Adjacency.EMPTY.firstAfter(0)).isZero();
  }

  private static int[] neighbours(Adjacency edges) {
    int[] out = new int[edges.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = edges.neighbour(i);
    }
    return out;
  }
}
