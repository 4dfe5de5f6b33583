package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.graph.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of ann, worked by hand. */
@DisplayName("Where a limit is set, the oracle")
class OracleLimitsTest {
  private static final long NOW = SmallShop.micros("2026-06-15T12:00:00Z");
  private static final String TOMORROW = "2026-06-16T12:00:00Z";

  @Test
  @DisplayName("reads the newest edges, and says so of what it left out")
  void newest() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .purchase("1", "ann", "tea", "1.00", "2026-06-15T08:00:00Z")
            .purchase("2", "ann", "tea", "2.00", "2026-06-15T10:00:00Z")
            .purchase("3", "ann", "tea", "4.00", "2026-06-15T09:00:00Z")
            .purchase("4", "ann", "tea", "8.00", TOMORROW); // does not exist
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 4))).isEqualTo(ok(7.0));
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 3))).isEqualTo(ok(7.0));
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 2))).isEqualTo(cut(6.0));
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 1))).isEqualTo(cut(2.0));
    assertThat(path("friend_count", shop, Map.of("purchased", 1))).isEqualTo(ok(0L));
    assertThat(path("age", shop, Map.of("purchased", 1))).isEqualTo(ok(null));
  }

  @Test
  @DisplayName("takes edges without a time for the oldest")
  void noTime() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .purchase("9", "ann", "tea", "1.00", null)
            .purchase("1", "ann", "tea", "2.00", "1960-01-01T00:00:00Z");
    assertThat(path("seconds_since_last_purchase", shop, Map.of("purchased", 1)).value())
        .isNotNull();
  }

  @Test
  @DisplayName("takes of edges of one time those with the larger keys, by code points")
  void ties() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .purchase("～", "ann", "tea", "1.00", "2026-06-15T08:00:00Z") // U+FF5E
            .purchase("😀", "ann", "tea", "2.00", "2026-06-15T08:00:00Z") // U+1F600
            .purchase("a", "ann", "tea", "4.00", "2026-06-15T08:00:00Z")
            .purchase("aa", "ann", "tea", "8.00", "2026-06-15T08:00:00Z");
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 1))).isEqualTo(cut(2.0));
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 2))).isEqualTo(cut(3.0));
    assertThat(path("purchase_amount_7d", shop, Map.of("purchased", 3))).isEqualTo(cut(11.0));
  }

  @Test
  @DisplayName("orders friendships by the friend's key")
  void friendships() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .user("bob", 20, null, null)
            .user("cid", 30, null, null)
            .friends("cid", "ann")
            .friends("ann", "bob");
    assertThat(path("avg_friend_age", shop, Map.of("friends", 1))).isEqualTo(cut(30.0));
  }

  @Test
  @DisplayName("says of a default that it may be one for want of what was cut")
  void truncatedDefault() {
    SmallShop shop = new SmallShop().users("ann").user("bob", 20, null, null);
    shop.friends("ann", "bob", "cid");
    assertThat(path("avg_friend_age", shop, Map.of("friends", 1))).isEqualTo(cut(0.0));
  }

  @Test
  @DisplayName("cuts before it leaves out hops back to the user")
  void hopBack() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friendsSince("bob", "cid", "2026-06-01T00:00:00Z")
            .friendsSince("ann", "bob", "2026-06-02T00:00:00Z");
    assertThat(operator("second_degree_count", shop, Map.of("friends.friends", 2)))
        .isEqualTo(ok(1L));
    assertThat(operator("second_degree_count", shop, Map.of("friends.friends", 1)))
        .isEqualTo(cut(0L));
  }

  @Test
  @DisplayName("finds two friends adjacent if either of them still lists the other")
  void adjacency() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friendsSince("bob", "cid", "2026-06-01T00:00:00Z")
            .friendsSince("bob", "dan", "2026-06-02T00:00:00Z");
    Map<String, Integer> one = Map.of("friends.friends", 1);
    assertThat(operator("triangle_count", shop, one)).isEqualTo(cut(1L)); // in cid's list
    shop.friendsSince("cid", "dan", "2026-06-02T00:00:00Z");
    assertThat(operator("triangle_count", shop, one)).isEqualTo(cut(0L));
    assertThat(operator("square_count", shop, one)).isEqualTo(cut(1L)); // ann-bob-dan-cid
  }

  @Test
  @DisplayName("reads no further from what it left out")
  void beyond() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friendsSince("ann", "bob", "2026-06-02T00:00:00Z")
            .friendsSince("ann", "cid", "2026-06-01T00:00:00Z")
            .friends("cid", "dan", "eve", "fay");
    Map<String, Integer> far = Map.of("friends.friends", 2);
    assertThat(operator("second_degree_count", shop, far)).isEqualTo(cut(1L)); // ann, fay
    Map<String, Integer> both = Map.of("friends", 1, "friends.friends", 2);
    assertThat(operator("second_degree_count", shop, both)).isEqualTo(cut(0L));
    assertThat(path("friend_purchase_count_7d", shop, far)).isEqualTo(ok(0L));
    assertThat(path("friend_purchase_count_7d", shop, both)).isEqualTo(cut(0L));
  }

  @Test
  @DisplayName("cuts the purchases of each friend for itself")
  void eachFriend() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .bought("bob", "tea", "2026-06-14T00:00:00Z")
            .bought("bob", "tea", "2026-06-14T00:00:00Z")
            .bought("cid", "tea", "2026-06-10T00:00:00Z");
    Map<String, Integer> one = Map.of("friends.purchased", 1);
    assertThat(path("friend_purchase_count_7d", shop, one)).isEqualTo(cut(2L));
    assertThat(path("purchase_count_7d", shop, one)).isEqualTo(ok(0L));
  }

  @Test
  @DisplayName("takes for the first purchase the first that it reads")
  void firstPurchases() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob")
            .bought("ann", "tea", "2026-05-01T00:00:00Z")
            .bought("ann", "tea", "2026-06-01T00:00:00Z")
            .bought("bob", "tea", "2026-05-20T00:00:00Z")
            .bought("bob", "tea", "2026-06-02T00:00:00Z");
    assertThat(operator("adoption_count_7d", shop, Map.of())).isEqualTo(ok(0L));
    assertThat(operator("adoption_count_7d", shop, Map.of("purchased", 1))).isEqualTo(cut(0L));
    assertThat(
            operator("adoption_count_7d", shop, Map.of("purchased", 1, "purchased.~purchased", 2)))
        .isEqualTo(cut(1L));
  }

  @Test
  @DisplayName("says TRUNCATED of what reads a list that was cut, and of nothing else")
  void truncated() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "cid")
            .bought("ann", "tea", "2026-06-14T08:00:00Z")
            .bought("ann", "pot", "2026-06-14T09:00:00Z")
            .bought("bob", "tea", "2026-06-14T10:00:00Z");
    Set<String> ofFriends =
        Set.of(
            "second_degree_count",
            "triangle_count",
            "clustering_coefficient",
            "square_count",
            "ring_triangle_count_24h",
            "influence_reach_2hop",
            "influence_score_30d");
    Set<String> ofBuyers =
        Set.of(
            "shared_product_user_count_24h",
            "copurchase_friend_count_24h",
            "closed_loop_count_24h",
            "ring_triangle_count_24h",
            "adoption_count_7d",
            "adopter_count_7d",
            "influence_reach_2hop",
            "influence_score_30d");
    Map<String, Set<String>> expected = new TreeMap<>();
    for (String name : new Oracle(shop.rows(), NOW).operators("ann").orElseThrow().keySet()) {
      if (!name.equals("shared_product_user_count_24h")) {
        expected.computeIfAbsent("friends", hop -> new TreeSet<>()).add(name);
      }
    }
    expected.put("friends.friends", ofFriends);
    expected.put("purchased", ofBuyers);
    expected.put("purchased.~purchased", ofBuyers);
    expected.put("friends.purchased", Set.of());
    expected.forEach(
        (hop, names) -> {
          Map<String, Value> values =
              new Oracle(shop.rows(), NOW, new Limits(Map.of(hop, 1)))
                  .operators("ann")
                  .orElseThrow();
          Map<String, Value> cut = new HashMap<>(values);
          cut.values().removeIf(value -> !value.truncated());
          assertThat(cut.keySet()).as(hop).isEqualTo(names);
        });
  }

  @Test
  @DisplayName("calls no value truncated that the edges left out are too old for")
  void tooOld() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-06-15T11:30:00Z")
            .bought("ann", "tea", "2026-06-15T11:00:00.000001Z")
            .bought("ann", "tea", "2026-06-15T11:00:00Z")
            .bought("ann", "tea", null);
    assertThat(path("purchase_count_1h", shop, Map.of("purchased", 1))).isEqualTo(cut(1L));
    assertThat(path("purchase_count_1h", shop, Map.of("purchased", 2))).isEqualTo(ok(2L));
    assertThat(path("purchase_count_24h", shop, Map.of("purchased", 2))).isEqualTo(cut(2L));
    assertThat(path("purchase_count_24h", shop, Map.of("purchased", 3))).isEqualTo(ok(3L));
    assertThat(path("purchase_category_count", shop, Map.of("purchased", 3))).isEqualTo(cut(0L));
    assertThat(path("seconds_since_last_purchase", shop, Map.of("purchased", 1)))
        .isEqualTo(ok(1_800.0));
  }

  @Test
  @DisplayName("calls buyers truncated only if those left out may have bought within the day")
  void buyersTooOld() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-06-10T12:00:00Z")
            .bought("bob", "tea", "2026-06-10T12:00:00Z")
            .bought("cid", "tea", "2026-06-09T12:00:00Z") // a day before
            .bought("dan", "tea", "2026-06-09T11:59:59.999999Z")
            .bought("ann", "pot", "2026-05-16T12:00:00Z") // 30 days ago
            .bought("eve", "pot", "2026-05-16T12:00:00Z")
            .bought("fay", "pot", "2026-05-16T12:00:00Z")
            .bought("gus", "pot", "2026-05-16T12:00:00Z");
    String name = "shared_product_user_count_24h";
    assertThat(operator(name, shop, Map.of("purchased.~purchased", 3))).isEqualTo(ok(2L));
    assertThat(operator(name, shop, Map.of("purchased.~purchased", 2))).isEqualTo(cut(1L));
    assertThat(operator(name, shop, Map.of("purchased", 1))).isEqualTo(ok(2L));
  }

  @Test
  @DisplayName("calls influence truncated only by the friends of those who adopted")
  void friendsOfAdopters() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "dan", "eve")
            .bought("ann", "tea", "2026-06-01T12:00:00Z")
            .bought("cid", "tea", "2026-06-02T12:00:00Z")
            .bought("ann", "pot", null)
            .bought("bob", "pot", "2026-06-02T12:00:00Z");
    Map<String, Integer> one = Map.of("friends.friends", 1);
    assertThat(operator("influence_reach_2hop", shop, one)).isEqualTo(ok(1L));
    assertThat(operator("triangle_count", shop, one)).isEqualTo(cut(0L));
    assertThat(operator("adopter_count_7d", shop, Map.of("purchased.~purchased", 2)))
        .isEqualTo(ok(1L));
    shop.bought("bob", "tea", "2026-06-02T12:00:00Z");
    assertThat(operator("influence_reach_2hop", shop, one)).isEqualTo(cut(2L));
    assertThat(operator("adopter_count_7d", shop, one)).isEqualTo(ok(2L));
  }

  @Test
  @DisplayName("looks at no buyers of what ann bought, nobody knows when, for adoptions")
  void untimed() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .bought("ann", "pot", null)
            .bought("bob", "pot", "2026-06-02T12:00:00Z");
    Map<String, Integer> one = Map.of("purchased.~purchased", 1);
    assertThat(operator("adoption_count_7d", shop, one)).isEqualTo(ok(0L));
  }

  @Test
  @DisplayName("says of every value that is another one without limits that it is TRUNCATED")
  void nothingUnsaid() {
    Seeds.each(
        300,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Rows rows = Rows.after(history.events());
          Random random = new Random(seed);
          Limits limits = Limits.random(random);
          List<PathFeature> limited = RandomFeatures.limited(random, history.nows().getFirst(), 8);
          List<PathFeature> whole = limited.stream().map(PathFeature::withoutLimits).toList();
          for (long now : history.nows()) {
            for (String user : history.users()) {
              assertThat(untruncated(new Oracle(rows, now, limits).features(user)))
                  .as("'%s' at %d with %s", user, now, limits)
                  .isSubsetOf(untruncated(new Oracle(rows, now).features(user)));
              PathOracle paths = new PathOracle(rows, user, now);
              assertThat(untruncated(paths.features(limited)))
                  .as("'%s' at %d with %s", user, now, limited)
                  .isSubsetOf(untruncated(paths.features(whole)));
            }
          }
        });
  }

  private static Set<Map.Entry<String, Value>> untruncated(Optional<Map<String, Value>> values) {
    Map<String, Value> out = new HashMap<>(values.orElse(Map.of()));
    out.values().removeIf(Value::truncated);
    return out.entrySet();
  }

  private static Value path(String name, SmallShop shop, Map<String, Integer> limits) {
    return of(name, new Oracle(shop.rows(), NOW, new Limits(limits)).paths("ann").orElseThrow());
  }

  private static Value operator(String name, SmallShop shop, Map<String, Integer> limits) {
    Oracle oracle = new Oracle(shop.rows(), NOW, new Limits(limits));
    return of(name, oracle.operators("ann").orElseThrow());
  }

  private static Value of(String name, Map<String, Value> values) {
    assertThat(values).containsKey(name);
    return values.get(name);
  }

  private static Value ok(@Nullable Object value) {
    return Value.of(value);
  }

  private static Value cut(Object value) {
    return Value.of(value).truncated(true);
  }
}
