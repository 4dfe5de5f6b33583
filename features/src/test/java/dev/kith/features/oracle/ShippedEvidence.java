package dev.kith.features.oracle;

import static dev.kith.features.oracle.Hops.DAY;
import static dev.kith.features.oracle.Hops.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pieces of a shipped feature are what docs/features.md says it is made of. As each is
 * another one, and there are as many as the value says, they are all.
 */
public final class ShippedEvidence {
  private static final Map<String, Long> WINDOWS =
      Map.of("1h", HOUR, "24h", DAY, "7d", 7 * DAY, "30d", 30 * DAY);

  private final Rows rows;
  private final String user;
  private final Hops hops;
  private final Set<String> friends = new HashSet<>();

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public ShippedEvidence(Rows rows, String user, long now, Limits limits) {
    this.rows = rows;
    this.user = user;
    this.hops = new Hops(rows, user, now, limits);
    hops.along("friends").forEach(edge -> friends.add(edge.to()));
  }

  /** Asserts that the pieces, all of them, make the value. */
  public void check(String feature, Oracle.Value value, Explanation why) {
    List<List<Finding>> pieces = Pieces.of(why);
    assertThat(why.pieces()).as("all pieces of %s", feature).isEqualTo(pieces.size());
    List<Object> parts = Pieces.parts(why);
    Object made =
        switch (feature) {
          case "age", "city" -> parts.isEmpty() ? null : parts.getFirst();
          case "account_age_days" -> elapsed(parts, DAY);
          case "seconds_since_last_purchase" -> elapsed(parts, Hops.SECOND);
          case "avg_friend_age", "avg_purchase_amount_30d" ->
              parts.isEmpty() ? 0.0 : Exact.quotient(sum(parts), parts.size());
          case "friend_same_city_ratio" -> share(pieces.size(), friends.size());
          case "clustering_coefficient" ->
              share(pieces.size(), friends.size() * (friends.size() - 1L) / 2);
          case String sum when sum.contains("amount") || sum.equals("influence_score_30d") ->
              sum(parts).doubleValue();
          default -> (long) pieces.size();
        };
    assertThat(made).as("%s of %s", feature, pieces).isEqualTo(value.value());
    Set<Object> different = new HashSet<>();
    for (List<Finding> piece : pieces) {
      if (!piece.isEmpty()) {
        assertThat(different.add(what(feature, piece))).as("%s is another", piece).isTrue();
      }
    }
  }

  private @Nullable Object elapsed(List<Object> parts, long unit) {
    return parts.isEmpty()
        ? null
        : Exact.quotient(
            new BigDecimal(hops.now() - Pieces.micros((Instant) parts.getFirst())), unit);
  }

  private static double share(long some, long all) {
    return all == 0 ? 0.0 : Exact.quotient(new BigDecimal(some), all);
  }

  private static BigDecimal sum(List<Object> parts) {
    return parts.stream()
        .map(p -> p instanceof Double d ? new BigDecimal(d) : new BigDecimal((Long) p))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What a piece is one of; asserts that it is one. */
  private Object what(String feature, List<Finding> piece) {
    List<String> keys = piece.stream().map(finding -> finding.node().key()).toList();
    List<Long> times = piece.stream().map(ShippedEvidence::time).toList();
    String last = keys.getLast();
    switch (feature) {
      case "friend_same_city_ratio" ->
          assertThat(user(last).text("city")).isNotNull().isEqualTo(user(user).text("city"));
      case "second_degree_count" -> {
        assertThat(friends).contains(keys.getFirst()).doesNotContain(last, user);
        assertThat(last).isNotEqualTo(user);
        return last;
      }
      case "triangle_count", "clustering_coefficient" -> {
        assertThat(friends).containsAll(keys);
        assertThat(areFriends(keys.getFirst(), last)).isTrue();
        return Set.copyOf(keys);
      }
      case "square_count" -> {
        assertThat(friends).contains(keys.getFirst(), last);
        assertThat(areFriends(keys.getFirst(), keys.get(1))).isTrue();
        assertThat(areFriends(last, keys.get(1))).isTrue();
        assertThat(Set.of(user, keys.getFirst(), keys.get(1), last)).hasSize(4);
        return List.of(keys.get(1), Set.of(keys.getFirst(), last));
      }
      case "friend_purchase_category_count" -> {
        SourceRow product = row(Table.PRODUCTS, last);
        assertThat(product.decimal("price")).isGreaterThan(new BigDecimal(100));
        assertThat(piece.getLast().part()).hasValue(product.text("category"));
        return Objects.requireNonNull(product.text("category"));
      }
      case "purchase_category_count" -> {
        assertThat(piece.getLast().part()).hasValue(row(Table.PRODUCTS, last).text("category"));
        return piece.getLast().part();
      }
      case "active_friend_count_24h" -> {
        assertThat(isWithin(times.getLast(), DAY)).isTrue();
        return keys.getFirst();
      }
      case "shared_product_user_count_24h" -> {
        checkNear(times);
        return last;
      }
      case "copurchase_friend_count_24h" -> {
        checkNear(times);
        assertThat(friends).contains(last);
        return last;
      }
      case "closed_loop_count_24h" -> {
        checkNear(times);
        assertThat(friends).contains(last);
        return keys;
      }
      case "ring_triangle_count_24h" -> {
        checkNear(times);
        assertThat(friends).contains(keys.get(1), last);
        assertThat(areFriends(keys.get(1), last)).isTrue();
        return new TreeSet<>(keys.subList(1, 3));
      }
      case "adoption_count_7d",
          "adopter_count_7d",
          "influence_reach_2hop",
          "influence_score_30d" -> {
        checkAdopted(keys, times);
        if (feature.equals("influence_score_30d")) {
          assertThat(piece.getLast().part()).hasValue(weight(times));
        }
        boolean ofWhom =
            feature.equals("adopter_count_7d") || feature.startsWith("influence_reach");
        return ofWhom ? last : List.of(keys.getFirst(), last);
      }
      default -> {
        String window = feature.substring(feature.lastIndexOf('_') + 1);
        if (WINDOWS.containsKey(window)) {
          assertThat(isWithin(times.getLast(), Objects.requireNonNull(WINDOWS.get(window))))
              .isTrue();
        }
        assertThat(keys).hasSize(feature.startsWith("friend_purchase") ? 2 : 1);
      }
    }
    return piece.stream().map(Finding::edge).toList().toString() + keys;
  }

  /** Those who bought it did so at most a day from the user's, which is of the last 30. */
  private void checkNear(List<Long> times) {
    assertThat(isWithin(times.getFirst(), 30 * DAY)).isTrue();
    for (long time : times) {
      assertThat(Math.abs(time - times.getFirst())).isLessThanOrEqualTo(DAY);
    }
  }

  /** Each first bought it in the 7 days after the one before, who is a friend. */
  private void checkAdopted(List<String> keys, List<Long> times) {
    List<String> who = new ArrayList<>(List.of(user));
    who.addAll(keys.subList(1, keys.size()));
    assertThat(times.getFirst()).isEqualTo(first(hops.along("purchased"), keys.getFirst()));
    for (int i = 1; i < who.size(); i++) {
      assertThat(areFriends(who.get(i - 1), who.get(i))).isTrue();
      assertThat(times.get(i))
          .isEqualTo(first(hops.of(keys.getFirst(), "purchased.~purchased"), who.get(i)))
          .isGreaterThan(times.get(i - 1))
          .isLessThanOrEqualTo(times.get(i - 1) + 7 * DAY);
    }
  }

  private static long first(List<Edge> purchases, String end) {
    return purchases.stream()
        .filter(edge -> edge.to().equals(end) && edge.time() != null)
        .mapToLong(edge -> Objects.requireNonNull(edge.time()))
        .min()
        .orElseThrow();
  }

  private double weight(List<Long> times) {
    double age = hops.now() - times.getLast();
    assertThat(age).isLessThan(30.0 * DAY);
    return StrictMath.pow(0.5, age / (7 * DAY)) * StrictMath.pow(0.5, times.size() - 2);
  }

  private boolean areFriends(String a, String b) {
    return a.equals(user)
        ? friends.contains(b)
        : hops.of(a, "friends.friends").stream().anyMatch(edge -> edge.to().equals(b))
            || hops.of(b, "friends.friends").stream().anyMatch(edge -> edge.to().equals(a));
  }

  private boolean isWithin(long time, long window) {
    return hops.now() - window < time && time <= hops.now();
  }

  private static long time(Finding finding) {
    return finding.edge().flatMap(Finding.Element::time).map(Pieces::micros).orElse(Long.MIN_VALUE);
  }

  private SourceRow user(String key) {
    return row(Table.USERS, key);
  }

  private SourceRow row(Table table, String key) {
    return Objects.requireNonNull(rows.row(table, List.of(key)));
  }
}
