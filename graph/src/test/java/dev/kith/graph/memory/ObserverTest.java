package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who observes a graph in memory")
class ObserverTest {

  /** A row, or a list of edges. */
  private record Place(Object what, int node) {}

  /** The places that it was told of. */
  private static final class Told implements MemoryGraph.Observer {
    private final Set<Place> places = new HashSet<>();

    @Override
    public void row(NodeType type, int node) {
      places.add(new Place(type, node));
    }

    @Override
    public void edge(EdgeType type, int from, int to, int number) {
      places.add(new Place(new Hop(type, true), from));
      places.add(new Place(new Hop(type, type.symmetric()), to));
    }
  }

  @Test
  @DisplayName("is told of every row and every list that a change makes another one")
  void everyChange() {
    Seeds.each(
        40,
        seed -> {
          Random random = new Random(seed);
          RandomChanges changes =
              new RandomChanges(new Changes(SCHEMA), random, 2 + random.nextInt(6));
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          Told told = new Told();
          graph.observe(told);
          Map<Place, Object> before = Map.of();
          for (int step = 0; step < 300; step++) {
            GraphChange change = changes.get();
            told.places.clear();
            graph.apply(change);
            Map<Place, Object> after = places(graph);
            Set<Place> changed = new HashSet<>(after.keySet());
            changed.addAll(before.keySet());
            Map<Place, Object> old = before;
            changed.removeIf(place -> Objects.equals(after.get(place), old.get(place)));
            assertThat(told.places).as("after %s", change).containsAll(changed);
            before = after;
          }
        });
  }

  @Test
  @DisplayName("is told of nothing else, and of nothing any more once it does not want to be")
  void nothingElse() {
    Changes changes = new Changes(SCHEMA);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    Told told = new Told();
    graph.observe(told);
    graph.apply(changes.node("person", "a"));
    graph.apply(changes.removeEdge("visited", "nothing"));
    graph.apply(changes.removeNode("person", "nobody"));
    NodeType person = SCHEMA.nodeType("person").orElseThrow();
    assertThat(told.places).containsExactly(new Place(person, 0));
    graph.ignore(told);
    graph.apply(changes.node("person", "b"));
    assertThat(told.places).hasSize(1);
  }

  /** Everything that can be read. */
  private static Map<Place, Object> places(MemoryGraph graph) {
    Map<Place, Object> out = new HashMap<>();
    for (NodeType type : SCHEMA.nodeTypes()) {
      for (int node = 0; node < graph.numbers(type); node++) {
        Row row = graph.row(type, node);
        out.put(new Place(type, node), Optional.ofNullable(row));
        for (EdgeType edge : SCHEMA.edgeTypes()) {
          for (Hop hop : Hop.along(edge).filter(h -> h.source().equals(type)).toList()) {
            out.put(new Place(hop, node), Seen.edges(graph, hop, graph.key(type, node)));
          }
        }
      }
    }
    // A node that nothing is known of is as one that is not there.
    out.values().removeIf(seen -> seen.equals(Optional.empty()) || seen.equals(List.of()));
    return out;
  }
}
