package dev.kith.bench.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The changes of a shop that is open")
class ShopChangesTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");

  private static ShopChanges shop(long seed, String prefix) {
    return new ShopChanges(GRAPH, seed, prefix, 400, 4);
  }

  @Test
  @DisplayName("are the same for the same seed, and share no element with those of another prefix")
  void repeatable() {
    assertThat(elements(shop(1, "a")))
        .isEqualTo(elements(shop(1, "a")))
        .isNotEqualTo(elements(shop(2, "a")));
    Set<Element> shared = new HashSet<>(elements(shop(1, "a")));
    shared.retainAll(elements(shop(1, "b")));
    assertThat(shared).isEmpty();
  }

  @Test
  @DisplayName("are mostly new purchases, with updates, new users and removals among them")
  void mix() {
    ShopChanges shop = shop(1, "a");
    Set<Element> seen = new HashSet<>(shop.opening().stream().map(GraphChange::element).toList());
    assertThat(seen).hasSize(500);
    int purchases = 0;
    int removals = 0;
    int updates = 0;
    for (GraphChange change : shop.next(10_000)) {
      boolean isNew = seen.add(change.element());
      switch (change) {
        case GraphChange.PutEdge _ when isNew -> purchases++;
        case GraphChange.PutNode _ when !isNew -> updates++;
        case GraphChange.Remove(Element.KeyedEdge _) -> {
          assertThat(isNew).isFalse(); // only what was bought is removed
          removals++;
        }
        default -> {}
      }
    }
    assertThat(purchases).isBetween(7_600, 8_000);
    assertThat(updates).isBetween(700, 900);
    assertThat(removals).isBetween(300, 500);
  }

  private static List<Element> elements(ShopChanges shop) {
    var _ = shop.opening();
    return shop.next(500).stream().map(GraphChange::element).toList();
  }
}
