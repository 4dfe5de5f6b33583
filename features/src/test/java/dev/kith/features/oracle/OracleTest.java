package dev.kith.features.oracle;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Oracle.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Worked by hand, so that the oracle itself is not only its own word. */
@DisplayName("The oracle")
class OracleTest {
  private static final long NOW = SmallShop.micros("2026-06-15T12:00:00Z");

  @Test
  @DisplayName("says of a small shop what one gets by counting on one's fingers")
  void smallShop() {
    Rows rows =
        new SmallShop()
            .user("ann", 40, "Berlin", "2026-06-05T00:00:00Z")
            .user("bob", 30, "Berlin", null)
            .user("cid", 21, "Bonn", null)
            .user("dan", null, null, null)
            .friendsSince("ann", "bob", "2026-06-14T12:00:00Z")
            .friendsSince("bob", "ann", "2026-06-01T12:00:00Z") // the same friendship, and older
            .friendsSince("cid", "ann", "2026-06-10T00:00:00Z")
            .friendsSince("ann", "dan", null)
            .friendsSince("ann", "eve", "2026-06-15T12:00:00Z") // a stub, made just now
            .friendsSince("ann", "fay", "2026-06-15T12:00:01Z") // not yet
            .product("tea", "food", "100.00")
            .product("car", "cars", "100.01")
            .product("box", null, "500.00")
            .purchase("1", "ann", "tea", "0.10", "2026-06-15T11:30:00Z")
            .purchase("2", "ann", "tea", "0.20", "2026-06-15T11:00:00Z") // just out of the hour
            .purchase("3", "ann", "car", "0.70", "2026-05-17T12:00:00Z")
            .purchase("4", "ann", "gem", null, "2026-06-15T10:00:00Z") // an unknown product
            .purchase("5", "ann", "car", "9.00", null)
            .purchase("6", "ann", "car", "9.00", "2026-06-15T12:00:01Z")
            .purchase("7", "bob", "car", "5.00", "2026-06-15T00:00:00Z")
            .purchase("8", "bob", "car", "6.00", "2026-06-09T12:00:00Z")
            .purchase("9", "cid", "tea", "7.00", "2026-06-08T12:00:00Z") // just out of the 7 days
            .purchase("10", "eve", "box", "8.00", "2026-06-14T12:00:01Z")
            .purchase("11", "fay", "car", "9.00", "2026-06-15T11:00:00Z")
            .rows();

    assertThat(new Oracle(rows, NOW).paths("ann").orElseThrow())
        .containsExactly(
            entry("age", ok(40L)),
            entry("city", ok("Berlin")),
            entry("account_age_days", ok(10.5)),
            entry("friend_count", ok(4L)),
            entry("new_friend_count_7d", ok(2L)), // cid, eve
            entry("avg_friend_age", ok(25.5)),
            entry("friend_same_city_ratio", ok(0.25)),
            entry("purchase_count_1h", ok(1L)),
            entry("purchase_count_24h", ok(3L)),
            entry("purchase_count_7d", ok(3L)),
            entry("purchase_count_30d", ok(4L)),
            entry("purchase_amount_1h", ok(0.1)),
            entry("purchase_amount_24h", ok(0.1 + 0.2)),
            entry("purchase_amount_7d", ok(0.1 + 0.2)),
            entry("purchase_amount_30d", ok(1.0)),
            entry("avg_purchase_amount_30d", ok(1.0 / 3)),
            entry("purchase_category_count", ok(2L)),
            entry("seconds_since_last_purchase", ok(1800.0)),
            entry("friend_purchase_category_count", ok(1L)), // tea is not over 100, box of none
            entry("friend_purchase_count_7d", ok(3L)),
            entry("friend_purchase_amount_7d", ok(19.0)),
            entry("active_friend_count_24h", ok(2L)));
  }

  @Test
  @DisplayName("says zero, default or nothing of a user who has done nothing")
  void nothing() {
    Rows rows = new SmallShop().users("ann").rows();
    Map<String, Value> features = new Oracle(rows, NOW).paths("ann").orElseThrow();
    assertThat(features)
        .contains(
            entry("age", ok(null)),
            entry("account_age_days", ok(null)),
            entry("friend_count", ok(0L)),
            entry("avg_friend_age", Value.fallback(0.0)),
            entry("friend_same_city_ratio", Value.fallback(0.0)),
            entry("purchase_amount_1h", ok(0.0)),
            entry("avg_purchase_amount_30d", Value.fallback(0.0)),
            entry("seconds_since_last_purchase", ok(null)));
  }

  @Test
  @DisplayName("knows no stubs")
  void stubs() {
    Rows rows = new SmallShop().friends("ann", "bob").rows();
    assertThat(new Oracle(rows, NOW).features("ann")).isEmpty();
  }

  private static Value ok(@Nullable Object value) {
    return Value.of(value);
  }
}
