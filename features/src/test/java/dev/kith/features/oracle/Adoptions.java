package dev.kith.features.oracle;

import static dev.kith.features.oracle.Hops.DAY;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The features of what friends bought after one bought it. A first purchase is the earliest of
 * those that have a time.
 */
final class Adoptions {

  /**
   * Somebody's first purchase of a product, not long after that of the user (step 1), or after that
   * of a friend who adopted it so (step 2).
   *
   * @param at the time of the purchase
   */
  private record Adoption(String adopter, int step, long at) {}

  private Adoptions() {}

  static Map<String, Value> of(Hops hops) {
    List<Adoption> adoptions = new ArrayList<>();
    boolean buyersCut = hops.isCut("purchased");
    for (Map.Entry<String, Long> first : firsts(hops.along("purchased")).entrySet()) {
      adoptions.addAll(of(first.getKey(), first.getValue(), hops));
      buyersCut |= hops.isCut(first.getKey(), "purchased.~purchased");
    }

    Set<String> adopters = new HashSet<>();
    Set<String> reached = new HashSet<>();
    int pairs = 0;
    BigDecimal score = BigDecimal.ZERO;
    for (Adoption adoption : adoptions) {
      reached.add(adoption.adopter());
      if (adoption.step() == 1) {
        adopters.add(adoption.adopter());
        pairs++;
      }
      double age = hops.now() - adoption.at();
      if (age < 30 * DAY) {
        double weight =
            StrictMath.pow(0.5, age / (7 * DAY)) * StrictMath.pow(0.5, adoption.step() - 1);
        score = score.add(new BigDecimal(weight));
      }
    }

    boolean cutAtOneStep = buyersCut || hops.isCut("friends");
    boolean cutAtTwo =
        cutAtOneStep || adopters.stream().anyMatch(who -> hops.isCut(who, "friends.friends"));
    Map<String, Value> out = new LinkedHashMap<>();
    out.put("adoption_count_7d", Value.count(pairs).truncated(cutAtOneStep));
    out.put("adopter_count_7d", Value.count(adopters.size()).truncated(cutAtOneStep));
    out.put("influence_reach_2hop", Value.count(reached.size()).truncated(cutAtTwo));
    out.put("influence_score_30d", Value.of(score.doubleValue()).truncated(cutAtTwo));
    return out;
  }

  /** Each adopter of a product once: who is one at both steps, at the first. */
  private static Collection<Adoption> of(String product, long first, Hops hops) {
    Map<String, Long> firsts = firsts(hops.of(product, "purchased.~purchased"));
    Map<String, Adoption> out = new LinkedHashMap<>();
    for (Edge friend : hops.along("friends")) {
      Long at = firsts.get(friend.to());
      if (at != null && first < at && at <= first + 7 * DAY) {
        out.put(friend.to(), new Adoption(friend.to(), 1, at));
      }
    }
    for (Adoption adoption : List.copyOf(out.values())) {
      for (Edge friend : hops.of(adoption.adopter(), "friends.friends")) {
        Long at = firsts.get(friend.to());
        if (at != null && adoption.at() < at && at <= adoption.at() + 7 * DAY) {
          out.putIfAbsent(friend.to(), new Adoption(friend.to(), 2, at));
        }
      }
    }
    return out.values();
  }

  /** The times of first purchases, by the other end: of products by a user, or by users of one. */
  private static Map<String, Long> firsts(List<Edge> purchases) {
    Map<String, Long> out = new LinkedHashMap<>();
    for (Edge purchase : purchases) {
      if (purchase.time() != null) {
        out.merge(purchase.to(), purchase.time(), Math::min);
      }
    }
    return out;
  }
}
