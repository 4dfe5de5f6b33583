package dev.kith.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The changes of an open shop")
class LiveShopTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final PowerLawShop SHOP = new PowerLawShop(7, 2_000, 20, 10);

  @Test
  @DisplayName("are the same for the same seed")
  void seeded() {
    assertThat(changes(SHOP, 500)).isEqualTo(changes(SHOP, 500));
    assertThat(changes(new PowerLawShop(8, 2_000, 20, 10), 500)).isNotEqualTo(changes(SHOP, 500));
  }

  @Test
  @DisplayName("are deletes to the share that was asked for, each of something that is there")
  void deletes() {
    Set<Element> there = new HashSet<>();
    int removed = 0;
    List<GraphChange> changes = changes(SHOP, 30_000);
    for (GraphChange change : changes) {
      switch (change) {
        case GraphChange.Remove(Element element) -> {
          // A friendship may have come twice.
          assertThat(there.remove(element) || element instanceof Element.Pair).isTrue();
          removed++;
        }
        case GraphChange.PutNode _ -> {}
        default -> there.add(change.element());
      }
    }
    assertThat(removed).isBetween(5_000, 7_000); // of those after the first thousand
    assertThat(changes.stream().filter(c -> c instanceof GraphChange.PutEdge).count())
        .isBetween(18_000L, 21_000L);
  }

  private static List<GraphChange> changes(PowerLawShop shop, int count) {
    LiveShop live = new LiveShop(GRAPH, shop, 0.2, () -> NOW);
    return Stream.generate(live::next).limit(count).toList();
  }
}
