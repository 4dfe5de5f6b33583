package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path features of the shipped catalogue, as {@code docs/features.md} defines them, by nested
 * loops over the rows. Written to be read, not to be fast.
 */
public final class Oracle {

  /**
   * The value of a feature.
   *
   * @param value {@code Long}, {@code Double}, {@code String}, or null where there is none
   * @param defaulted whether it is the feature's default, for want of anything to aggregate
   */
  public record Value(@Nullable Object value, boolean defaulted) {}

  /** A friend, and since when; null if that is not known. */
  private record Friend(String user, @Nullable Long since) {}

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  /** Far more digits than a double has. */
  private static final MathContext DIGITS = new MathContext(200);

  private final Rows rows;
  private final long now;

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public Oracle(Rows rows, long now) {
    this.rows = rows;
    this.now = now;
  }

  /**
   * Every feature of a user by name, in the order of the catalogue.
   *
   * @return empty if there is no row for the user
   */
  public Optional<Map<String, Value>> features(String user) {
    SourceRow self = user(user);
    if (self == null) {
      return Optional.empty();
    }
    Map<String, Value> out = new LinkedHashMap<>();
    own(self, out);
    friends(self, friends(user), out);
    purchases(purchases(user), out);
    purchasesOfFriends(friends(user), out);
    return Optional.of(out);
  }

  private void own(SourceRow self, Map<String, Value> out) {
    Integer age = self.integer("age");
    out.put("age", value(age == null ? null : age.longValue()));
    out.put("city", value(self.text("city")));
    out.put("account_age_days", value(elapsed(self.time("created_at"), DAY)));
  }

  private void friends(SourceRow self, List<Friend> friends, Map<String, Value> out) {
    out.put("friend_count", count(friends.size()));

    int made = 0;
    for (Friend friend : friends) {
      if (isWithin(friend.since(), 7 * DAY)) {
        made++;
      }
    }
    out.put("new_friend_count_7d", count(made));

    List<BigDecimal> ages = new ArrayList<>();
    for (Friend friend : friends) {
      SourceRow row = user(friend.user());
      if (row != null && row.integer("age") != null) {
        ages.add(new BigDecimal(Objects.requireNonNull(row.integer("age"))));
      }
    }
    out.put("avg_friend_age", averageOrZero(ages));

    int sameCity = 0;
    for (Friend friend : friends) {
      SourceRow row = user(friend.user());
      String city = self.text("city");
      if (row != null && city != null && city.equals(row.text("city"))) {
        sameCity++;
      }
    }
    out.put(
        "friend_same_city_ratio",
        friends.isEmpty()
            ? new Value(0.0, true)
            : value(quotient(new BigDecimal(sameCity), friends.size())));
  }

  private void purchases(List<SourceRow> purchases, Map<String, Value> out) {
    Map<String, Long> windows = new LinkedHashMap<>();
    windows.put("1h", HOUR);
    windows.put("24h", DAY);
    windows.put("7d", 7 * DAY);
    windows.put("30d", 30 * DAY);
    windows.forEach((name, w) -> out.put("purchase_count_" + name, count(within(purchases, w))));
    windows.forEach((name, w) -> out.put("purchase_amount_" + name, sum(within(purchases, w))));

    out.put("avg_purchase_amount_30d", averageOrZero(amounts(within(purchases, 30 * DAY))));

    Set<String> categories = new LinkedHashSet<>();
    for (SourceRow purchase : purchases) {
      SourceRow product = product(purchase);
      if (product != null && product.text("category") != null) {
        categories.add(Objects.requireNonNull(product.text("category")));
      }
    }
    out.put("purchase_category_count", count(categories.size()));

    Long last = null;
    for (SourceRow purchase : purchases) {
      Long time = purchase.time("purchased_at");
      if (time != null && (last == null || time > last)) {
        last = time;
      }
    }
    out.put("seconds_since_last_purchase", value(elapsed(last, SECOND)));
  }

  private void purchasesOfFriends(List<Friend> friends, Map<String, Value> out) {
    Set<String> expensive = new LinkedHashSet<>();
    List<SourceRow> lastWeek = new ArrayList<>();
    int active = 0;
    for (Friend friend : friends) {
      List<SourceRow> purchases = purchases(friend.user());
      for (SourceRow purchase : purchases) {
        SourceRow product = product(purchase);
        if (product != null
            && product.decimal("price") != null
            && Objects.requireNonNull(product.decimal("price")).compareTo(new BigDecimal(100)) > 0
            && product.text("category") != null) {
          expensive.add(Objects.requireNonNull(product.text("category")));
        }
      }
      lastWeek.addAll(within(purchases, 7 * DAY));
      if (!within(purchases, DAY).isEmpty()) {
        active++;
      }
    }
    out.put("friend_purchase_category_count", count(expensive.size()));
    out.put("friend_purchase_count_7d", count(lastWeek));
    out.put("friend_purchase_amount_7d", sum(lastWeek));
    out.put("active_friend_count_24h", count(active));
  }

  /** The two rows of a pair are one friendship, as old as the older; unknown is older still. */
  private List<Friend> friends(String user) {
    Map<String, Friend> out = new LinkedHashMap<>();
    for (SourceRow row : rows.of(Table.FRIENDSHIPS)) {
      String a = Objects.requireNonNull(row.text("user_id"));
      String b = Objects.requireNonNull(row.text("friend_id"));
      if (a.equals(user) || b.equals(user)) {
        String other = a.equals(user) ? b : a;
        Long since = row.time("since");
        Friend known = out.get(other);
        if (known != null) {
          since = since == null || known.since() == null ? null : Math.min(since, known.since());
        }
        out.put(other, new Friend(other, since));
      }
    }
    return out.values().stream().filter(friend -> exists(friend.since())).toList();
  }

  private List<SourceRow> purchases(String user) {
    return rows.of(Table.PURCHASES).stream()
        .filter(row -> user.equals(row.text("user_id")))
        .filter(row -> exists(row.time("purchased_at")))
        .toList();
  }

  private @Nullable SourceRow user(String key) {
    return rows.row(Table.USERS, List.of(key));
  }

  private @Nullable SourceRow product(SourceRow purchase) {
    return rows.row(Table.PRODUCTS, List.of(Objects.requireNonNull(purchase.text("product_id"))));
  }

  /** The future does not exist. */
  private boolean exists(@Nullable Long time) {
    return time == null || time <= now;
  }

  private boolean isWithin(@Nullable Long time, long window) {
    return time != null && now - window < time && time <= now;
  }

  private List<SourceRow> within(List<SourceRow> purchases, long window) {
    return purchases.stream().filter(row -> isWithin(row.time("purchased_at"), window)).toList();
  }

  /** The amounts that are known, each as the double that the graph holds. */
  private static List<BigDecimal> amounts(List<SourceRow> purchases) {
    return purchases.stream()
        .map(row -> row.decimal("amount"))
        .filter(Objects::nonNull)
        .map(amount -> new BigDecimal(amount.doubleValue()))
        .toList();
  }

  private static Value sum(List<SourceRow> purchases) {
    return value(
        amounts(purchases).stream().reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue());
  }

  private static Value averageOrZero(List<BigDecimal> values) {
    return values.isEmpty()
        ? new Value(0.0, true)
        : value(quotient(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add), values.size()));
  }

  private @Nullable Double elapsed(@Nullable Long time, long unit) {
    return time == null ? null : quotient(new BigDecimal(now - time), unit);
  }

  /** The double nearest to the exact quotient. */
  private static double quotient(BigDecimal dividend, long divisor) {
    return dividend.divide(new BigDecimal(divisor), DIGITS).doubleValue();
  }

  private static Value count(List<SourceRow> rows) {
    return count(rows.size());
  }

  private static Value count(int count) {
    return value((long) count);
  }

  private static Value value(@Nullable Object value) {
    return new Value(value, false);
  }
}
