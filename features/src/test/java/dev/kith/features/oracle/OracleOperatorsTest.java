package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Oracle.Value;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of ann, worked by hand. */
@DisplayName("The oracle says that")
class OracleOperatorsTest {
  private static final long NOW = SmallShop.micros("2026-06-15T12:00:00Z");
  private static final String TOMORROW = "2026-06-16T12:00:00Z";

  @Test
  @DisplayName("who is a friend of friends, and no friend, is at distance two, once")
  void secondDegree() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "cid", "dan") // cid is a friend as well
            .friends("cid", "dan", "eve")
            .friends("dan", "fay") // at distance three
            .friendsSince("bob", "gus", TOMORROW)
            .friendsSince("ann", "eve", TOMORROW);
    assertThat(operator("second_degree_count", shop)).isEqualTo(2L); // dan, eve
  }

  @Test
  @DisplayName("a pair of friends who are friends is a triangle, of all pairs so many are")
  void triangles() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan", "eve")
            .friends("bob", "cid")
            .friends("cid", "bob") // the same friendship
            .friends("dan", "cid")
            .friends("eve", "fay")
            .friendsSince("eve", "bob", TOMORROW);
    assertThat(operator("triangle_count", shop)).isEqualTo(2L); // bob and cid, cid and dan
    assertThat(operator("clustering_coefficient", shop)).isEqualTo(1.0 / 3); // 2 of 6
  }

  @Test
  @DisplayName("with one friend, or none, nothing clusters")
  void noPairs() {
    SmallShop shop = new SmallShop().users("ann");
    assertThat(operator("clustering_coefficient", shop)).isEqualTo(0.0);
    shop.friends("ann", "bob");
    assertThat(operator("clustering_coefficient", shop)).isEqualTo(0.0);
    shop.friends("ann", "cid");
    assertThat(operator("clustering_coefficient", shop)).isEqualTo(0.0);
    shop.friends("bob", "cid");
    assertThat(operator("clustering_coefficient", shop)).isEqualTo(1.0);
  }

  @Test
  @DisplayName("two friends who share somebody else make a square, friends or not")
  void squares() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan")
            .friends("eve", "bob", "cid", "dan") // any two of three
            .friends("fay", "bob");
    assertThat(operator("square_count", shop)).isEqualTo(3L);
    shop.friends("bob", "cid"); // a chord, and no new square
    assertThat(operator("square_count", shop)).isEqualTo(3L);
    shop.friends("ann", "eve"); // a chord; and ann-bob-cid-eve, ann-cid-bob-eve
    assertThat(operator("square_count", shop)).isEqualTo(5L);
  }

  @Test
  @DisplayName("four who are all friends make three squares")
  void clique() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan")
            .friends("bob", "cid", "dan")
            .friends("cid", "dan");
    assertThat(operator("square_count", shop)).isEqualTo(3L);
    assertThat(operator("triangle_count", shop)).isEqualTo(3L);
    assertThat(operator("second_degree_count", shop)).isEqualTo(0L);
  }

  @Test
  @DisplayName("who bought the same at most a day before or after shares it")
  void sharedProducts() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-06-10T12:00:00Z")
            .bought("bob", "tea", "2026-06-11T12:00:00Z") // just
            .bought("bob", "tea", "2026-06-10T12:00:00Z") // and once more
            .bought("cid", "tea", "2026-06-09T12:00:00Z") // just
            .bought("dan", "tea", "2026-06-11T12:00:00.000001Z")
            .bought("eve", "tea", null)
            .bought("fay", "pot", "2026-06-10T12:00:00Z")
            .bought("ann", "tea", null)
            .bought("ann", "pot", "2026-06-01T12:00:00Z");
    assertThat(operator("shared_product_user_count_24h", shop)).isEqualTo(2L); // bob, cid
  }

  @Test
  @DisplayName("only what ann bought in the last 30 days is shared, and what exists already")
  void sharedWhen() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-05-16T12:00:00Z") // 30 days ago
            .bought("bob", "tea", "2026-05-16T12:00:00Z")
            .bought("ann", "pot", "2026-05-16T12:00:00.000001Z")
            .bought("cid", "pot", "2026-05-15T12:00:00.000001Z") // of others, no matter when
            .bought("ann", "car", "2026-06-15T12:00:00Z")
            .bought("dan", "car", "2026-06-15T12:00:00.000001Z") // not yet
            .bought("ann", "box", "2026-06-15T12:00:00.000001Z") // not yet
            .bought("eve", "box", "2026-06-15T12:00:00Z");
    assertThat(operator("shared_product_user_count_24h", shop)).isEqualTo(1L); // cid
  }

  @Test
  @DisplayName("friends who bought the same are counted, and with each product they close a loop")
  void loops() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .bought("ann", "tea", "2026-06-10T12:00:00Z")
            .bought("ann", "tea", "2026-06-10T13:00:00Z") // the same loops
            .bought("ann", "pot", "2026-06-10T12:00:00Z")
            .bought("bob", "tea", "2026-06-10T18:00:00Z")
            .bought("bob", "pot", "2026-06-10T18:00:00Z")
            .bought("cid", "pot", "2026-06-10T18:00:00Z")
            .bought("dan", "pot", "2026-06-10T18:00:00Z"); // no friend
    assertThat(operator("shared_product_user_count_24h", shop)).isEqualTo(3L);
    assertThat(operator("copurchase_friend_count_24h", shop)).isEqualTo(2L); // bob, cid
    assertThat(operator("closed_loop_count_24h", shop)).isEqualTo(3L);
  }

  @Test
  @DisplayName("friends who are friends, and both bought what ann bought, are a ring")
  void rings() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan", "eve")
            .friends("bob", "cid", "eve")
            .friends("cid", "dan", "fay")
            .bought("fay", "tea", "2026-06-10T12:00:00Z") // knows cid, but not ann
            .bought("ann", "tea", "2026-06-10T12:00:00Z")
            .bought("bob", "tea", "2026-06-09T12:00:00Z") // a day before ann
            .bought("cid", "tea", "2026-06-11T12:00:00Z") // a day after: two days after bob
            .bought("dan", "tea", "2026-06-10T12:00:00Z") // knows cid, but not bob
            .bought("eve", "pot", "2026-06-10T12:00:00Z"); // another product
    assertThat(operator("ring_triangle_count_24h", shop)).isEqualTo(2L); // bob-cid, cid-dan
    shop.bought("ann", "tea", "2026-06-10T13:00:00Z"); // the same rings
    assertThat(operator("ring_triangle_count_24h", shop)).isEqualTo(2L);
  }

  @Test
  @DisplayName("a ring is about one purchase of ann's, not about two")
  void ringsOfOnePurchase() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "cid")
            .bought("ann", "tea", "2026-06-10T12:00:00Z")
            .bought("bob", "tea", "2026-06-10T12:00:00Z")
            .bought("ann", "tea", "2026-06-12T12:00:00Z")
            .bought("cid", "tea", "2026-06-12T12:00:00Z");
    assertThat(operator("closed_loop_count_24h", shop)).isEqualTo(2L);
    assertThat(operator("ring_triangle_count_24h", shop)).isEqualTo(0L);
  }

  @Test
  @DisplayName("a friend who first bought in the week after ann's first purchase adopted it")
  void adoptions() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan", "eve", "fay")
            .bought("ann", "tea", "2026-06-01T12:00:00Z")
            .bought("ann", "tea", "2026-06-06T12:00:00Z") // again
            .bought("ann", "tea", null) // nobody knows when: not the first
            .bought("bob", "tea", "2026-06-08T12:00:00Z") // a week after
            .bought("bob", "tea", "2026-06-09T12:00:00Z") // again
            .bought("bob", "tea", null)
            .bought("cid", "tea", "2026-06-08T12:00:00.000001Z") // after the first too late
            .bought("dan", "tea", "2026-06-01T12:00:00Z") // at the same time
            .bought("eve", "tea", "2026-05-01T12:00:00Z") // had it long before
            .bought("eve", "tea", "2026-06-02T12:00:00Z")
            .bought("fay", "tea", null)
            .bought("gus", "tea", "2026-06-02T12:00:00Z") // no friend
            .bought("ann", "pot", "2025-01-01T00:00:00Z") // however long ago
            .bought("bob", "pot", "2025-01-02T00:00:00Z")
            .bought("cid", "pot", "2025-01-03T00:00:00Z");
    assertThat(operator("adoption_count_7d", shop)).isEqualTo(3L); // tea: bob; pot: bob, cid
    assertThat(operator("adopter_count_7d", shop)).isEqualTo(2L); // bob, cid
  }

  @Test
  @DisplayName("influence reaches who adopts, and who adopts from them, in their own week")
  void reach() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid", "dan")
            .friends("bob", "eve", "fay", "gus", "hal")
            .friends("cid", "ivy")
            .friends("dan", "kim")
            .bought("ann", "tea", "2026-06-01T12:00:00Z")
            .bought("bob", "tea", "2026-06-06T12:00:00Z")
            .bought("cid", "tea", "2026-06-06T12:00:00Z")
            .bought("eve", "tea", "2026-06-13T12:00:00Z") // a week after bob
            .bought("fay", "tea", "2026-06-13T12:00:00.000001Z") // later
            .bought("gus", "tea", "2026-06-06T12:00:00Z") // when bob did
            .bought("hal", "pot", "2026-06-07T12:00:00Z") // another product
            .bought("ivy", "tea", "2026-06-07T12:00:00Z")
            .bought("kim", "tea", "2026-06-02T12:00:00Z"); // a friend of dan, who has none
    assertThat(operator("influence_reach_2hop", shop)).isEqualTo(4L); // bob, cid, eve, ivy
    shop.bought("ann", "pot", "2026-06-01T12:00:00Z").bought("bob", "pot", "2026-06-02T12:00:00Z");
    assertThat(operator("influence_reach_2hop", shop)).isEqualTo(5L); // and hal, with the pot
  }

  @Test
  @DisplayName("a friend whom ann's purchase is too old for can still be reached over another")
  void reachOfFriends() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "cid")
            .bought("ann", "tea", "2026-06-01T12:00:00Z")
            .bought("bob", "tea", "2026-06-06T12:00:00Z")
            .bought("cid", "tea", "2026-06-10T12:00:00Z");
    assertThat(operator("adopter_count_7d", shop)).isEqualTo(1L); // bob
    assertThat(operator("influence_reach_2hop", shop)).isEqualTo(2L); // and cid
  }

  @Test
  @DisplayName("influence halves with every week, and with the second step")
  void score() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "dan")
            .bought("ann", "tea", "2026-06-01T00:00:00Z")
            .bought("bob", "tea", "2026-06-01T12:00:00Z") // two weeks ago: 0.25
            .bought("dan", "tea", "2026-06-08T12:00:00Z"); // one, but the second step: 0.25
    assertThat(operator("influence_score_30d", shop)).isEqualTo(0.5);
    shop.bought("ann", "pot", "2026-06-15T11:00:00Z").bought("cid", "pot", "2026-06-15T12:00:00Z");
    assertThat(operator("influence_score_30d", shop)).isEqualTo(1.5); // now: 1
  }

  @Test
  @DisplayName("who is reached several ways counts once, at the first step")
  void scoredOnce() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob", "cid")
            .friends("bob", "cid")
            .bought("ann", "tea", "2026-06-02T00:00:00Z")
            .bought("bob", "tea", "2026-06-05T12:00:00Z")
            .bought("cid", "tea", "2026-06-08T12:00:00Z");
    double ofBob = Math.pow(0.5, 10.0 / 7);
    assertThat(operator("influence_score_30d", shop)).isEqualTo(ofBob + 0.5);
    assertThat(operator("influence_reach_2hop", shop)).isEqualTo(2L);
  }

  @Test
  @DisplayName("influence is spent after 30 days, by the adoption's own time")
  void spentInfluence() {
    SmallShop shop =
        new SmallShop()
            .users("ann")
            .friends("ann", "bob")
            .friends("bob", "cid", "dan")
            .bought("ann", "tea", "2026-05-10T12:00:00Z")
            .bought("bob", "tea", "2026-05-16T12:00:00Z") // 30 days ago
            .bought("cid", "tea", "2026-05-18T12:00:00Z"); // 28 days ago, step 2
    assertThat(operator("influence_score_30d", shop)).isEqualTo(1.0 / 32);
    assertThat(operator("influence_reach_2hop", shop)).isEqualTo(2L);
  }

  @Test
  @DisplayName("of who has done nothing, all of it is zero, and no default")
  void nothing() {
    Rows rows = new SmallShop().users("ann").rows();
    assertThat(new Oracle(rows, NOW).operators("ann").orElseThrow())
        .hasSize(12)
        .allSatisfy(
            (name, value) ->
                assertThat(value)
                    .isIn(Value.of(0L), Value.of(0.0))
                    .extracting(v -> v.value() instanceof Double)
                    .isEqualTo(
                        name.equals("clustering_coefficient")
                            || name.equals("influence_score_30d")));
  }

  @Test
  @DisplayName("there is nothing to say of a stub")
  void stubs() {
    Rows rows = new SmallShop().friends("ann", "bob").rows();
    assertThat(new Oracle(rows, NOW).operators("ann")).isEmpty();
  }

  private static Object operator(String name, SmallShop shop) {
    Value value = new Oracle(shop.rows(), NOW).operators("ann").orElseThrow().get(name);
    assertThat(value).as(name).isEqualTo(Value.of(value.value()));
    return value.value();
  }
}
