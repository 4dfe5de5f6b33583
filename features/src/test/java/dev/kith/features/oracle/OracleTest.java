package dev.kith.features.oracle;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.SourceEvent.Op;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Worked by hand, so that the oracle itself is not only its own word. */
@DisplayName("The oracle")
class OracleTest {
  private static final String NOW = "2026-06-15T12:00:00Z";

  @Test
  @DisplayName("says of a small shop what one gets by counting on one's fingers")
  void smallShop() {
    Rows rows =
        rows(
            user("ann", 40, "Berlin", "2026-06-05T00:00:00Z"),
            user("bob", 30, "Berlin", null),
            user("cid", 21, "Bonn", null),
            user("dan", null, null, null),
            friends("ann", "bob", "2026-06-14T12:00:00Z"),
            friends("bob", "ann", "2026-06-01T12:00:00Z"), // the same friendship, and older
            friends("cid", "ann", "2026-06-10T00:00:00Z"),
            friends("ann", "dan", null),
            friends("ann", "eve", "2026-06-15T12:00:00Z"), // a stub, made just now
            friends("ann", "fay", "2026-06-15T12:00:01Z"), // not yet
            product("tea", "food", "100.00"),
            product("car", "cars", "100.01"),
            product("box", null, "500.00"),
            purchase("1", "ann", "tea", "0.10", "2026-06-15T11:30:00Z"),
            purchase("2", "ann", "tea", "0.20", "2026-06-15T11:00:00Z"), // just out of the hour
            purchase("3", "ann", "car", "0.70", "2026-05-17T12:00:00Z"),
            purchase("4", "ann", "gem", null, "2026-06-15T10:00:00Z"), // an unknown product
            purchase("5", "ann", "car", "9.00", null),
            purchase("6", "ann", "car", "9.00", "2026-06-15T12:00:01Z"),
            purchase("7", "bob", "car", "5.00", "2026-06-15T00:00:00Z"),
            purchase("8", "bob", "car", "6.00", "2026-06-09T12:00:00Z"),
            purchase("9", "cid", "tea", "7.00", "2026-06-08T12:00:00Z"), // just out of the 7 days
            purchase("10", "eve", "box", "8.00", "2026-06-14T12:00:01Z"),
            purchase("11", "fay", "car", "9.00", "2026-06-15T11:00:00Z"));

    assertThat(new Oracle(rows, micros(NOW)).paths("ann").orElseThrow())
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
    Rows rows = rows(user("ann", null, null, null));
    Map<String, Value> features = new Oracle(rows, micros(NOW)).paths("ann").orElseThrow();
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
    Rows rows = rows(friends("ann", "bob", null));
    assertThat(new Oracle(rows, micros(NOW)).features("ann")).isEmpty();
  }

  private static Value ok(@Nullable Object value) {
    return Value.of(value);
  }

  private static SourceEvent user(
      String id, @Nullable Integer age, @Nullable String city, @Nullable String createdAt) {
    return row(Table.USERS, id, age, city, time(createdAt));
  }

  private static SourceEvent friends(String user, String friend, @Nullable String since) {
    return row(Table.FRIENDSHIPS, user, friend, time(since));
  }

  private static SourceEvent product(String id, @Nullable String category, String price) {
    return row(Table.PRODUCTS, id, category, new BigDecimal(price));
  }

  private static SourceEvent purchase(
      String id, String user, String product, @Nullable String amount, @Nullable String at) {
    BigDecimal decimal = amount == null ? null : new BigDecimal(amount);
    return row(Table.PURCHASES, id, user, product, 1, decimal, time(at));
  }

  private static SourceEvent row(Table table, @Nullable Object... columns) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      row.put(table.columns().get(i).name(), columns[i]);
      if (table.columns().get(i).key()) {
        key.add(String.valueOf(columns[i]));
      }
    }
    return new SourceEvent(table, Op.CREATE, key, null, new SourceRow(row), 1L, 1L);
  }

  private static Rows rows(SourceEvent... events) {
    return Rows.after(List.of(events));
  }

  private static @Nullable Long time(@Nullable String iso) {
    return iso == null ? null : micros(iso);
  }

  private static long micros(String iso) {
    return Instant.parse(iso).toEpochMilli() * 1_000;
  }
}
