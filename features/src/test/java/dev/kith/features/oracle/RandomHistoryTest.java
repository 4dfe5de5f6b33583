package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.SourceEvent.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A differential test is worth what its inputs are worth. */
@DisplayName("Random histories")
class RandomHistoryTest {
  private static final int COUNT = 300;
  private static final Oracle.Value ZERO = Oracle.Value.of(0.0);

  @Test
  @DisplayName("are the same for the same seed")
  void repeatable() {
    assertThat(RandomHistory.of(7)).isEqualTo(RandomHistory.of(7));
    assertThat(RandomHistory.of(8).events()).isNotEqualTo(RandomHistory.of(7).events());
  }

  @Test
  @DisplayName("give every feature many values, and where it can be so, nothing and a default")
  void values() {
    Map<String, Set<Oracle.Value>> seen = new HashMap<>();
    int unknown = 0;
    for (long seed = 1; seed <= COUNT; seed++) {
      RandomHistory history = RandomHistory.of(seed);
      Rows rows = Rows.after(history.events());
      for (long now : history.nows()) {
        for (String user : history.users()) {
          Map<String, Oracle.Value> features =
              new Oracle(rows, now).features(user).orElse(Map.of());
          features.forEach((name, v) -> seen.computeIfAbsent(name, n -> new HashSet<>()).add(v));
          unknown += features.isEmpty() ? 1 : 0;
        }
      }
    }
    assertThat(unknown).as("stubs").isGreaterThan(COUNT);
    seen.forEach((name, values) -> assertThat(values.size()).as(name).isGreaterThan(2));
    assertThat(values(seen, "friend_count").size()).isGreaterThan(6);
    assertThat(values(seen, "friend_purchase_count_7d").size()).isGreaterThan(6);
    assertThat(values(seen, "friend_purchase_category_count").size()).isGreaterThan(3);
    assertThat(values(seen, "purchase_amount_1h").size()).isGreaterThan(50);
    assertThat(values(seen, "avg_friend_age")).contains(Oracle.Value.fallback(0.0));
    assertThat(values(seen, "friend_same_city_ratio"))
        .contains(Oracle.Value.fallback(0.0), Oracle.Value.of(0.0));
    assertThat(values(seen, "avg_purchase_amount_30d")).contains(Oracle.Value.fallback(0.0));
    for (String name : List.of("age", "city", "account_age_days", "seconds_since_last_purchase")) {
      assertThat(values(seen, name)).as(name).contains(Oracle.Value.of(null));
    }
  }

  @Test
  @DisplayName("give every operator something to find, and limits something to cut")
  void operators() {
    Map<String, Integer> found = new HashMap<>();
    Map<String, Integer> changed = new HashMap<>();
    int cascades = 0;
    for (long seed = 1; seed <= COUNT; seed++) {
      RandomHistory history = RandomHistory.of(seed);
      Rows rows = Rows.after(history.events());
      Limits limits = Limits.random(new Random(seed));
      for (long now : history.nows()) {
        for (String user : history.users()) {
          Map<String, Oracle.Value> all = new Oracle(rows, now).operators(user).orElse(Map.of());
          Map<String, Oracle.Value> cut =
              new Oracle(rows, now, limits).operators(user).orElse(Map.of());
          all.forEach(
              (name, value) -> {
                boolean nothing = value.equals(Oracle.Value.of(0L)) || value.equals(ZERO);
                found.merge(name, nothing ? 0 : 1, Integer::sum);
                Object limited = Objects.requireNonNull(cut.get(name)).value();
                changed.merge(name, Objects.equals(limited, value.value()) ? 0 : 1, Integer::sum);
              });
          boolean twoSteps =
              !Objects.equals(all.get("influence_reach_2hop"), all.get("adopter_count_7d"));
          cascades += twoSteps ? 1 : 0;
        }
      }
    }
    assertThat(found).hasSize(12);
    found.forEach((name, times) -> assertThat(times).as(name).isGreaterThan(COUNT));
    changed.forEach((name, times) -> assertThat(times).as(name).isGreaterThan(COUNT / 2));
    assertThat(cascades).as("cascades of two steps").isGreaterThan(COUNT / 5);
  }

  @Test
  @DisplayName(
      "have dropped events, edges before their ends, pairs in both directions, truncates before"
          + " rows")
  void events() {
    int dropped = 0;
    int early = 0;
    int twice = 0;
    int moved = 0;
    int unchanged = 0;
    int incremental = 0;
    int late = 0;
    for (long seed = 1; seed <= COUNT; seed++) {
      Rows rows = new Rows();
      Set<Table> truncated = new HashSet<>();
      for (SourceEvent event : RandomHistory.of(seed).events()) {
        Rows.SourceRow before = rows.row(event.table(), event.key());
        rows.take(event);
        Rows.SourceRow after = event.after();
        boolean whole = after == null || !after.columns().containsValue(Rows.UNCHANGED);
        if (event.op() != Op.TOMBSTONE
            && whole
            && !Objects.equals(rows.row(event.table(), event.key()), after)) {
          dropped++;
        }
        unchanged += whole ? 0 : 1;
        incremental += event.op() == Op.INCREMENTAL ? 1 : 0;
        if (event.op() == Op.TRUNCATE) {
          truncated.add(event.table());
        } else if (truncated.contains(event.table()) && after != null && before == null) {
          late += rows.row(event.table(), event.key()) == null ? 1 : 0;
        }
        if (event.table() == Table.FRIENDSHIPS && after != null) {
          early += rows.row(Table.USERS, event.key().subList(0, 1)) == null ? 1 : 0;
          List<String> reversed = new ArrayList<>(event.key()).reversed();
          twice += rows.row(Table.FRIENDSHIPS, reversed) != null ? 1 : 0;
        }
        if (event.table() == Table.PURCHASES && before != null && after != null) {
          moved += Objects.equals(before.text("user_id"), after.text("user_id")) ? 0 : 1;
        }
      }
    }
    assertThat(dropped).as("dropped events").isGreaterThan(COUNT);
    assertThat(early).as("friendships before their users").isGreaterThan(COUNT);
    assertThat(twice).as("pairs in both directions").isGreaterThan(COUNT);
    assertThat(moved).as("purchases that change hands").isGreaterThan(COUNT);
    assertThat(unchanged).as("updates that leave texts out").isGreaterThan(COUNT);
    assertThat(incremental).as("rows of incremental snapshots").isGreaterThan(COUNT);
    assertThat(late).as("rows that are dropped after a truncate").isGreaterThan(COUNT);
  }

  private static Set<Oracle.Value> values(Map<String, Set<Oracle.Value>> seen, String feature) {
    return seen.getOrDefault(feature, Set.of());
  }
}
