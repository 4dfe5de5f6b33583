package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Seeds;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("After any changes the graph in memory")
class MemoryGraphDifferentialTest {
  private static final List<Hop> HOPS =
      SCHEMA.edgeTypes().stream()
          .flatMap(
              edge ->
                  edge.symmetric()
                      ? Stream.of(new Hop(edge, true))
                      : Stream.of(new Hop(edge, true), new Hop(edge, false)))
          .toList();

  @Test
  @DisplayName("shows what a map from element to its last change shows")
  void equalsNaive() {
    Seeds.each(60, MemoryGraphDifferentialTest::check);
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    int keys = 2 + random.nextInt(12);
    RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, keys);
    List<String> names =
        IntStream.range(0, keys).boxed().flatMap(i -> Stream.of("p" + i, "l" + i)).toList();
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    NaiveGraph naive = new NaiveGraph();
    for (int step = 1; step <= 600; step++) {
      GraphChange change = changes.get();
      graph.apply(change);
      naive.apply(change);
      if (step % 20 == 0) {
        assertSame(graph, naive, names, "after change " + step + ", " + change);
      }
    }
  }

  static void assertSame(MemoryGraph graph, NaiveGraph naive, List<String> names, String when) {
    for (NodeType type : SCHEMA.nodeTypes()) {
      assertThat(graph.nodeCount(type))
          .as("%s: count of %s", when, type)
          .isEqualTo(naive.count(type));
      for (String name : names) {
        assertThat(Seen.row(graph, type, name))
            .as("%s: %s %s", when, type, name)
            .isEqualTo(naive.row(new Element.Node(type, name)));
      }
    }
    for (EdgeType type : SCHEMA.edgeTypes()) {
      assertThat(graph.edgeCount(type))
          .as("%s: count of %s", when, type)
          .isEqualTo(naive.count(type));
    }
    for (Hop hop : HOPS) {
      for (String name : names) {
        assertThat(Seen.edges(graph, hop, name))
            .as("%s: %s of %s", when, hop, name)
            .isEqualTo(naive.edges(hop, name));
        assertThat(newest(graph, hop, name))
            .as("%s: event time of %s of %s", when, hop, name)
            .isLessThanOrEqualTo(graph.newest(hop));
      }
    }
  }

  private static long newest(MemoryGraph graph, Hop hop, String name) {
    int node = graph.node(hop.source(), name);
    Adjacency edges = node == GraphView.NO_NODE ? Adjacency.EMPTY : graph.edges(hop, node);
    return edges.size() == 0 ? Adjacency.NO_TIME : edges.time(edges.size() - 1);
  }

  @Test
  @DisplayName("has changed nothing that was read before")
  void versionsStay() {
    Seeds.each(20, MemoryGraphDifferentialTest::checkVersions);
  }

  /** What was seen in a list, and a view in which the same list is read again. */
  private record Version(GraphView frozen, Hop hop, int node, List<Seen.Edge> seen) {}

  private static void checkVersions(long seed) {
    Random random = new Random(seed);
    RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, 4);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    List<Version> versions = new ArrayList<>();
    for (int step = 0; step < 600; step++) {
      graph.apply(changes.get());
      Hop hop = HOPS.get(random.nextInt(HOPS.size()));
      String key = (hop.source().name().equals("person") ? "p" : "l") + random.nextInt(4);
      int node = graph.node(hop.source(), key);
      GraphView frozen = new FrozenView(graph, hop, node);
      versions.add(new Version(frozen, hop, node, Seen.edges(frozen, hop, node)));
    }
    for (Version version : versions) {
      assertThat(Seen.edges(version.frozen(), version.hop(), version.node()))
          .isEqualTo(version.seen());
    }
  }
}
