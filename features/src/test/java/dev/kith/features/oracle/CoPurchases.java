package dev.kith.features.oracle;

import static dev.kith.features.oracle.Hops.DAY;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The features of who bought the same at about the same time. */
final class CoPurchases {

  private CoPurchases() {}

  static Map<String, Value> of(Hops hops) {
    Set<String> friends = new HashSet<>();
    for (Edge edge : hops.along("friends")) {
      friends.add(edge.to());
    }

    Set<String> others = new HashSet<>();
    Set<List<String>> loops = new HashSet<>(); // (friend, product)
    Set<Set<String>> rings = new HashSet<>();
    boolean buyersCut = hops.isCutWithin("purchased", 30 * DAY);
    for (Edge mine : hops.along("purchased")) {
      if (hops.isWithin(mine, 30 * DAY)) {
        Set<String> buyers = new HashSet<>(); // with this one purchase
        long dayBefore = Objects.requireNonNull(mine.time()) - DAY;
        buyersCut |= hops.isCut(mine.to(), "purchased.~purchased", dayBefore);
        for (Edge theirs : hops.of(mine.to(), "purchased.~purchased")) {
          if (isWithinADay(mine, theirs)) {
            buyers.add(theirs.to());
          }
        }
        for (String buyer : buyers) {
          others.add(buyer);
          if (friends.contains(buyer)) {
            loops.add(List.of(buyer, mine.to()));
            for (Edge edge : hops.of(buyer, "friends.friends")) {
              if (friends.contains(edge.to()) && buyers.contains(edge.to())) {
                rings.add(Set.of(buyer, edge.to()));
              }
            }
          }
        }
      }
    }
    Set<String> copurchasers = new HashSet<>(others);
    copurchasers.retainAll(friends);

    boolean friendsCut = hops.isCut("friends");
    boolean friendshipsCut = hops.isCut("friends.friends");
    Map<String, Value> out = new LinkedHashMap<>();
    out.put("shared_product_user_count_24h", Value.count(others.size()).truncated(buyersCut));
    out.put(
        "copurchase_friend_count_24h",
        Value.count(copurchasers.size()).truncated(buyersCut || friendsCut));
    out.put("closed_loop_count_24h", Value.count(loops.size()).truncated(buyersCut || friendsCut));
    out.put(
        "ring_triangle_count_24h",
        Value.count(rings.size()).truncated(buyersCut || friendshipsCut));
    return out;
  }

  private static boolean isWithinADay(Edge one, Edge other) {
    return one.time() != null && other.time() != null && Math.abs(one.time() - other.time()) <= DAY;
  }
}
