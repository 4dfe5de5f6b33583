package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Changes;
import dev.kith.graph.schema.NodeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sample of nodes")
class NodeSampleTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();

  @Test
  @DisplayName("has nodes that exist, each once, and all of them if more are wanted")
  void existing() {
    MemoryGraph graph = people(100);
    graph.apply(CHANGES.removeNode("person", "p7"));
    graph.apply(CHANGES.pair("knows", "p1", "a stub"));
    graph.apply(CHANGES.node("place", "a place"));
    List<String> all = graph.sample(PERSON, 1_000, new Random(1));
    assertThat(all).hasSize(99).doesNotHaveDuplicates().doesNotContain("p7", "a stub", "a place");
    assertThat(graph.sample(PERSON, 10, new Random(1))).hasSize(10).isSubsetOf(all);
    assertThat(new MemoryGraph(SCHEMA).sample(PERSON, 10, new Random(1))).isEmpty();
  }

  @Test
  @DisplayName("finds the few that exist among many numbers, as far as it looks")
  void fewAmongMany() {
    MemoryGraph graph = people(10_000);
    for (int i = 0; i < 10_000; i++) {
      if (i % 2 == 0) {
        graph.apply(CHANGES.removeNode("person", "p" + i));
      }
    }
    assertThat(graph.sample(PERSON, 100, new Random(2)))
        .hasSize(100)
        .doesNotHaveDuplicates()
        .allMatch(key -> Integer.parseInt(key.substring(1)) % 2 == 1);
  }

  @Test
  @DisplayName("has each node as often as any other")
  void even() {
    for (int people : List.of(20, 500)) { // all numbers are shuffled, or some are drawn
      MemoryGraph graph = people(people);
      Map<String, Integer> times = new HashMap<>();
      Random random = new Random(3);
      int rounds = 200 * people / 10;
      for (int round = 0; round < rounds; round++) {
        graph.sample(PERSON, 10, random).forEach(key -> times.merge(key, 1, Integer::sum));
      }
      assertThat(times).as("%d people, 200 times each on average", people).hasSize(people);
      assertThat(times.values()).allMatch(count -> 120 < count && count < 280);
    }
  }

  private static MemoryGraph people(int count) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (int i = 0; i < count; i++) {
      graph.apply(CHANGES.node("person", "p" + i));
    }
    return graph;
  }
}
