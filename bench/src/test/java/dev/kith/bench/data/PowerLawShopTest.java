package dev.kith.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The shop that is measured with")
class PowerLawShopTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final PowerLawShop SHOP = new PowerLawShop(7, 2_000, 20, 10);

  @Test
  @DisplayName("is the same for the same seed, and another for another")
  void seeded() {
    assertThat(rows(SHOP)).isEqualTo(rows(SHOP));
    assertThat(rows(new PowerLawShop(8, 2_000, 20, 10))).isNotEqualTo(rows(SHOP));
  }

  @Test
  @DisplayName("is of the size that was asked for")
  void size() {
    Map<Table, Integer> counts = new HashMap<>();
    rows(SHOP).forEach(change -> counts.merge(change.row().table(), 1, Integer::sum));
    assertThat(counts)
        .isEqualTo(
            Map.of(
                ShopTables.USERS, 2_000,
                ShopTables.PRODUCTS, 500,
                ShopTables.FRIENDSHIPS, 20_000 - 55, // the first ten users find less than ten
                ShopTables.PURCHASES, 20_000));
    assertThat(rows(SHOP)).hasSize(SHOP.size());
  }

  @Test
  @DisplayName("has no friendship twice, and none with oneself")
  void friendships() {
    Set<Set<String>> pairs = new HashSet<>();
    for (RowChange change : rows(SHOP)) {
      if (change.row().table().equals(ShopTables.FRIENDSHIPS)) {
        Set<String> pair = Set.of(change.row().text("user_id"), change.row().text("friend_id"));
        assertThat(pairs.add(pair)).as("%s is new", pair).isTrue();
      }
    }
  }

  @Test
  @DisplayName("gives a few users very many friends, and most of them few")
  void powerLaw() {
    Map<String, Integer> degrees = new HashMap<>();
    for (RowChange change : rows(SHOP)) {
      if (change.row().table().equals(ShopTables.FRIENDSHIPS)) {
        degrees.merge(change.row().text("user_id"), 1, Integer::sum);
        degrees.merge(change.row().text("friend_id"), 1, Integer::sum);
      }
    }
    List<Integer> sorted = new ArrayList<>(degrees.values());
    Collections.sort(sorted);
    // User i has 10 · √(2000/i).
    assertThat(sorted.getLast()).isBetween(250, 600);
    assertThat(sorted.get(sorted.size() / 2)).isBetween(8, 18);
  }

  @Test
  @DisplayName("is bought from more lately than long ago, and is told in the order of its history")
  void skewedToRecent() {
    List<Long> ages = new ArrayList<>();
    for (RowChange change : rows(SHOP)) {
      if (change.row().table().equals(ShopTables.PURCHASES)) {
        Instant time = (Instant) change.row().values().getLast();
        ages.add(Duration.between(time, NOW).toSeconds());
      }
    }
    assertThat(ages).isSortedAccordingTo(Comparator.reverseOrder());
    long week = ages.stream().filter(age -> age < Duration.ofDays(7).toSeconds()).count();
    assertThat((double) week / ages.size()).isBetween(0.32, 0.36); // √(7/60)
  }

  @Test
  @DisplayName("is the same graph as rows and as changes")
  void sameGraph() {
    GraphSchema schema = GraphYaml.load("");
    MemoryGraph graph = new MemoryGraph(schema);
    SHOP.generate(NOW, new ChangeSink(schema, graph::apply));
    assertThat(graph.nodeCount(schema.nodeType("user").orElseThrow())).isEqualTo(SHOP.users());
    assertThat(graph.edgeCount(schema.edgeType("friends").orElseThrow()))
        .isEqualTo(SHOP.friendships());
    assertThat(graph.edgeCount(schema.edgeType("purchased").orElseThrow())).isEqualTo(20_000);
  }

  @Test
  @DisplayName("is refused where it has no room for so many friends")
  void refused() {
    assertThatThrownBy(() -> new PowerLawShop(1, 100, 26, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a quarter");
  }

  private static List<RowChange> rows(PowerLawShop shop) {
    List<RowChange> rows = new ArrayList<>();
    shop.generate(NOW, new RowSink(rows::add));
    return rows;
  }
}
