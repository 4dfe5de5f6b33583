package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A graph whose lists are made at the end")
class GraphLoadTest {
  private static final int CHANGES = 2_000;

  @Test
  @DisplayName("is the one that has them after every change, and goes on as that does")
  void sameGraph() {
    Seeds.each(40, GraphLoadTest::check);
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    int keys = 2 + random.nextInt(30);
    List<String> names =
        IntStream.range(0, keys).boxed().flatMap(i -> Stream.of("p" + i, "l" + i)).toList();
    RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, keys);
    GraphLoad load = new GraphLoad(SCHEMA);
    MemoryGraph applied = new MemoryGraph(SCHEMA);
    NaiveGraph naive = new NaiveGraph();
    for (int i = random.nextInt(CHANGES); i > 0; i--) {
      GraphChange change = changes.get();
      load.apply(change);
      applied.apply(change);
      naive.apply(change);
    }
    MemoryGraph loaded = load.graph();
    MemoryGraphDifferentialTest.assertSame(loaded, naive, names, "loaded");
    assertThat(known(loaded)).isEqualTo(known(applied));
    for (int i = 0; i < CHANGES; i++) {
      GraphChange change = changes.get();
      loaded.apply(change);
      applied.apply(change);
      naive.apply(change);
    }
    MemoryGraphDifferentialTest.assertSame(loaded, naive, names, "at the end");
    assertThat(known(loaded)).isEqualTo(known(applied));
  }

  /** The keys that a graph remembers. */
  private static List<String> known(MemoryGraph graph) {
    List<String> known = new ArrayList<>();
    for (NodeType type : SCHEMA.nodeTypes()) {
      for (int node = 0; node < graph.numbers(type); node++) {
        known.add(type + " " + graph.key(type, node));
      }
    }
    known.removeIf(key -> key.endsWith(" "));
    return known.stream().sorted().toList();
  }
}
