package dev.kith.features.oracle;

import static dev.kith.features.oracle.Hops.DAY;
import static dev.kith.features.oracle.Hops.HOUR;
import static dev.kith.features.oracle.Hops.SECOND;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The features of the shipped catalogue that are attributes, or aggregates over a path. */
final class ShippedPaths {
  private final Rows rows;
  private final SourceRow self;
  private final Hops hops;
  private final Map<String, Value> out = new LinkedHashMap<>();

  /**
   * @param self the user's row
   */
  ShippedPaths(Rows rows, SourceRow self, Hops hops) {
    this.rows = rows;
    this.self = self;
    this.hops = hops;
  }

  Map<String, Value> features() {
    own();
    friends(hops.along("friends"));
    purchases(hops.along("purchased"));
    purchasesOfFriends(hops.along("friends.purchased"));
    return out;
  }

  private void own() {
    Integer age = self.integer("age");
    out.put("age", Value.of(age == null ? null : age.longValue()));
    out.put("city", Value.of(self.text("city")));
    out.put("account_age_days", Value.of(elapsed(self.time("created_at"), DAY)));
  }

  private void friends(List<Edge> friends) {
    boolean cut = hops.isCut("friends");
    out.put("friend_count", Value.count(friends.size()).truncated(cut));
    out.put(
        "new_friend_count_7d",
        Value.count(within(friends, 7 * DAY).size())
            .truncated(hops.isCutWithin("friends", 7 * DAY)));

    List<BigDecimal> ages = new ArrayList<>();
    int sameCity = 0;
    for (Edge friend : friends) {
      SourceRow row = rows.row(Table.USERS, List.of(friend.to()));
      if (row != null && row.integer("age") != null) {
        ages.add(new BigDecimal(Objects.requireNonNull(row.integer("age"))));
      }
      String city = self.text("city");
      if (row != null && city != null && city.equals(row.text("city"))) {
        sameCity++;
      }
    }
    out.put("avg_friend_age", averageOrZero(ages).truncated(cut));
    Value ratio =
        friends.isEmpty()
            ? Value.fallback(0.0)
            : Value.of(Exact.quotient(new BigDecimal(sameCity), friends.size()));
    out.put("friend_same_city_ratio", ratio.truncated(cut));
  }

  private void purchases(List<Edge> purchases) {
    boolean cut = hops.isCut("purchased");
    Map<String, Long> windows = new LinkedHashMap<>();
    windows.put("1h", HOUR);
    windows.put("24h", DAY);
    windows.put("7d", 7 * DAY);
    windows.put("30d", 30 * DAY);
    windows.forEach(
        (name, window) ->
            out.put(
                "purchase_count_" + name,
                Value.count(within(purchases, window).size())
                    .truncated(hops.isCutWithin("purchased", window))));
    windows.forEach(
        (name, window) ->
            out.put(
                "purchase_amount_" + name,
                sum(within(purchases, window)).truncated(hops.isCutWithin("purchased", window))));
    out.put(
        "avg_purchase_amount_30d",
        averageOrZero(amounts(within(purchases, 30 * DAY)))
            .truncated(hops.isCutWithin("purchased", 30 * DAY)));

    Set<String> categories = new LinkedHashSet<>();
    Long last = null;
    for (Edge purchase : purchases) {
      SourceRow product = product(purchase);
      if (product != null && product.text("category") != null) {
        categories.add(Objects.requireNonNull(product.text("category")));
      }
      Long time = purchase.time();
      if (time != null && (last == null || time > last)) {
        last = time;
      }
    }
    out.put("purchase_category_count", Value.count(categories.size()).truncated(cut));
    out.put(
        "seconds_since_last_purchase",
        Value.of(elapsed(last, SECOND))); // the newest is always kept
  }

  private void purchasesOfFriends(List<Edge> purchases) {
    boolean cut = hops.isCut("friends.purchased");
    boolean cutInAWeek = hops.isCutWithin("friends.purchased", 7 * DAY);
    boolean cutInADay = hops.isCutWithin("friends.purchased", DAY);
    Set<String> expensive = new LinkedHashSet<>();
    for (Edge purchase : purchases) {
      SourceRow product = product(purchase);
      if (product != null
          && product.decimal("price") != null
          && Objects.requireNonNull(product.decimal("price")).compareTo(new BigDecimal(100)) > 0
          && product.text("category") != null) {
        expensive.add(Objects.requireNonNull(product.text("category")));
      }
    }
    List<Edge> lastWeek = within(purchases, 7 * DAY);
    Set<String> active = new LinkedHashSet<>();
    for (Edge purchase : within(purchases, DAY)) {
      active.add(purchase.from());
    }
    out.put("friend_purchase_category_count", Value.count(expensive.size()).truncated(cut));
    out.put("friend_purchase_count_7d", Value.count(lastWeek.size()).truncated(cutInAWeek));
    out.put("friend_purchase_amount_7d", sum(lastWeek).truncated(cutInAWeek));
    out.put("active_friend_count_24h", Value.count(active.size()).truncated(cutInADay));
  }

  private @Nullable SourceRow product(Edge purchase) {
    return rows.row(Table.PRODUCTS, List.of(purchase.to()));
  }

  private List<Edge> within(List<Edge> edges, long window) {
    return edges.stream().filter(edge -> hops.isWithin(edge, window)).toList();
  }

  /** The amounts that are known, each as the double that the graph holds. */
  private List<BigDecimal> amounts(List<Edge> purchases) {
    return purchases.stream()
        .map(purchase -> rows.row(Table.PURCHASES, List.of(purchase.key())))
        .map(row -> Objects.requireNonNull(row).decimal("amount"))
        .filter(Objects::nonNull)
        .map(amount -> new BigDecimal(amount.doubleValue()))
        .toList();
  }

  private Value sum(List<Edge> purchases) {
    return Value.of(
        amounts(purchases).stream().reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue());
  }

  private static Value averageOrZero(List<BigDecimal> values) {
    return values.isEmpty()
        ? Value.fallback(0.0)
        : Value.of(
            Exact.quotient(
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add), values.size()));
  }

  private @Nullable Double elapsed(@Nullable Long time, long unit) {
    return time == null ? null : Exact.quotient(new BigDecimal(hops.now() - time), unit);
  }
}
