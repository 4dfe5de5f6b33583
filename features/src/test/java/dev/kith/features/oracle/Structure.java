package dev.kith.features.oracle;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The features of friendships alone. */
final class Structure {

  private Structure() {}

  static Map<String, Value> of(Hops hops) {
    Set<String> friends = new HashSet<>();
    for (Edge edge : hops.along("friends")) {
      friends.add(edge.to());
    }

    Set<String> beyond = new HashSet<>();
    Set<Set<String>> pairs = new HashSet<>();
    Map<String, Long> ways = new HashMap<>();
    for (String friend : friends) {
      for (Edge edge : hops.of(friend, "friends.friends")) {
        if (friends.contains(edge.to())) {
          pairs.add(Set.of(friend, edge.to()));
        } else {
          beyond.add(edge.to());
        }
        ways.merge(edge.to(), 1L, Long::sum); // over a friend to whoever it is
      }
    }

    long squares = 0;
    for (long n : ways.values()) {
      squares += n * (n - 1) / 2;
    }

    long n = friends.size();
    BigDecimal triangles = BigDecimal.valueOf(pairs.size());

    Map<String, Value> out = new LinkedHashMap<>();
    out.put("second_degree_count", Value.count(beyond.size()));
    out.put("triangle_count", Value.count(pairs.size()));
    out.put(
        "clustering_coefficient",
        Value.of(n < 2 ? 0.0 : Exact.quotient(triangles, n * (n - 1) / 2)));
    out.put("square_count", Value.count(squares));
    boolean cut = hops.isCut("friends.friends");
    out.replaceAll((name, value) -> value.truncated(cut));
    return out;
  }
}
