package dev.kith.bench.peer;

import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.data.ShopSink;
import java.time.Instant;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

/** The friendships of a shop in JGraphT: users are their numbers. */
public final class JGraphTGraph {
  private JGraphTGraph() {}

  /** Makes it. */
  public static Graph<Integer, DefaultEdge> of(PowerLawShop shop, Instant now) {
    Graph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
    shop.generate(
        now,
        new ShopSink() {
          @Override
          public void user(String key, int age, String city, long createdAt) {
            graph.addVertex(number(key));
          }

          @Override
          public void product(String key, String category, int price) {}

          @Override
          public void friendship(String a, String b, long since) {
            graph.addEdge(number(a), number(b));
          }

          @Override
          public void purchase(
              String key,
              String buyer,
              String product,
              int quantity,
              int amount,
              long purchasedAt) {}
        });
    return graph;
  }

  private static Integer number(String user) {
    return Integer.valueOf(user.substring(1));
  }
}
