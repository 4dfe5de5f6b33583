package dev.kith.features.operator;

import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.features.path.Kept;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/**
 * What lies within two hops of a relation around the asked node, which is not part of it itself.
 *
 * @param beyond how many nodes neighbours lead to that are no neighbours
 * @param squares in how many ways two neighbours lead to the same node
 * @param adjacent the pairs of neighbours that are neighbours of each other, as {@link #pair}
 * @param cut whether a limit left out an edge
 */
record TwoHops(
    Neighbours neighbours, long beyond, long squares, LongOpenHashSet adjacent, boolean cut) {

  private record Key(Relation relation) {}

  /** O(edges of the neighbours), once an evaluation. */
  static TwoHops around(Ego ego, Relation relation) {
    return ego.shared(new Key(relation), key -> walk(ego, key.relation()));
  }

  private static TwoHops walk(Ego ego, Relation relation) {
    Neighbours neighbours = relation.neighbours(ego);
    IntArrayList nodes = neighbours.nodes();
    Kept[] further = new Kept[nodes.size()];
    boolean cut = neighbours.cut();
    relation.touchFurther(ego, nodes, 1);
    for (int i = 0; i < nodes.size(); i++) {
      further[i] = relation.further(ego, nodes.getInt(i), 1);
      cut |= further[i].isCut();
    }
    Tally tally = ego.reused(Tally.class, Tally::new);
    tally.clear(nodes, nodes.size());
    for (Kept list : further) {
      tally.touch(list);
    }
    LongOpenHashSet adjacent = new LongOpenHashSet();
    for (int i = 0; i < nodes.size(); i++) {
      int neighbour = nodes.getInt(i);
      tally.meet(further[i], ego.self(), node -> adjacent.add(pair(neighbour, node)));
    }
    return new TwoHops(neighbours, tally.unmarked(), tally.pairs(), adjacent, cut);
  }

  boolean areAdjacent(int a, int b) {
    return adjacent.contains(pair(a, b));
  }

  /** One number for two nodes, in either order. */
  static long pair(int a, int b) {
    return ((long) Math.min(a, b) << 32) | Math.max(a, b);
  }
}
