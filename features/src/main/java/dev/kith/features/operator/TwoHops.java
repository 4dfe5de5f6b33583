package dev.kith.features.operator;

import dev.kith.features.operator.Relation.Neighbours;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/**
 * What lies within two hops of a relation around the asked node.
 *
 * @param ways by how many of the neighbours each node can be reached, the asked node left out
 * @param adjacent the pairs of neighbours that are neighbours of each other, as {@link #pair}
 * @param cut whether a limit left out an edge
 */
record TwoHops(Neighbours neighbours, Int2IntMap ways, LongOpenHashSet adjacent, boolean cut) {

  private record Key(Relation relation) {}

  /** O(edges of the neighbours), once an evaluation. */
  static TwoHops around(Ego ego, Relation relation) {
    return ego.shared(new Key(relation), key -> walk(ego, key.relation()));
  }

  private static TwoHops walk(Ego ego, Relation relation) {
    Neighbours neighbours = relation.neighbours(ego);
    Int2IntOpenHashMap ways = new Int2IntOpenHashMap();
    LongOpenHashSet adjacent = new LongOpenHashSet();
    boolean[] cut = {neighbours.cut()};
    relation.visit(
        ego,
        (neighbour, edges) -> {
          cut[0] |= edges.isCut();
          for (int i = edges.from(); i < edges.end(); i++) {
            int node = edges.neighbour(i);
            if (node != ego.self()) {
              ways.addTo(node, 1);
              if (neighbours.contains(node)) {
                adjacent.add(pair(neighbour.node(), node));
              }
            }
          }
        });
    return new TwoHops(neighbours, ways, adjacent, cut[0]);
  }

  boolean areAdjacent(int a, int b) {
    return adjacent.contains(pair(a, b));
  }

  /** One number for two nodes, in either order. */
  static long pair(int a, int b) {
    return ((long) Math.min(a, b) << 32) | Math.max(a, b);
  }
}
