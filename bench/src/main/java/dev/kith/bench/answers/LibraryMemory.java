package dev.kith.bench.answers;

import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.peer.JGraphTGraph;
import dev.kith.bench.rig.Memory;
import java.time.Instant;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;

/**
 * What friendships take in JGraphT, of a shop of the same shape that is not too large for it.
 *
 * @param bytes with the users
 */
record LibraryMemory(int users, long friendships, long bytes) {
  private static final int MOST_USERS = 50_000;

  static LibraryMemory measure(PowerLawShop like) {
    PowerLawShop shop = like.withUsers(Math.min(MOST_USERS, like.users()));
    long before = Memory.live();
    Graph<Integer, DefaultEdge> graph = JGraphTGraph.of(shop, Instant.now());
    long bytes = Memory.live() - before;
    return new LibraryMemory(shop.users(), graph.iterables().edgeCount(), bytes);
  }
}
