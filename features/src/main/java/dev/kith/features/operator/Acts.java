package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.path.Trail;
import dev.kith.graph.Adjacency;
import dev.kith.graph.schema.Hop;
import it.unimi.dsi.fastutil.ints.Int2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;

/**
 * What nodes of the asked node's type do to others, at a time each: who bought what.
 *
 * @param path to what the asked node acted on, and back to all who did
 */
record Acts(List<Step> path) {

  /**
   * The first act on each of several nodes.
   *
   * @param times by node; in the order of the times
   */
  record First(Int2LongMap times, boolean cut) {}

  private record FirstKey(Acts acts) {}

  static Acts of(Arguments arguments, Hop hop) {
    return new Acts(arguments.path(hop, new Hop(hop.edge(), !hop.forward())));
  }

  /** The asked node's own. */
  Kept own(Ego ego) {
    return ego.edges(path.getFirst(), ego.self());
  }

  /** All on what the asked node acted on, from one of its acts on, is asked for next. */
  void touchOn(Ego ego, Kept own, int first) {
    IntArrayList targets = new IntArrayList(own.end() - first);
    for (int i = first; i < own.end(); i++) {
      targets.add(own.neighbour(i));
    }
    ego.touch(path.getLast(), targets);
  }

  /** All on a node that the asked node acted on; the asked node's among them. */
  Kept on(Ego ego, int target) {
    return ego.edges(path.getLast(), target);
  }

  /** To what the asked node acted on. */
  Trail trail(Kept own, int act) {
    return Trail.of(path.getFirst(), own, act);
  }

  /** The asked node's first act on each node. */
  First ownFirst(Ego ego) {
    return ego.shared(new FirstKey(this), key -> first(own(ego)));
  }

  /** On from a trail to a node that acted on the target, by its first act. */
  Trail toFirst(Trail before, Ego ego, int target, int node) {
    Kept all = on(ego, target);
    return before.then(path.getLast(), all, indexOfFirst(all, node));
  }

  /** To a node that the asked node acted on, by its first act. */
  Trail toOwnFirst(Ego ego, int target) {
    Kept own = own(ego);
    return trail(own, indexOfFirst(own, target));
  }

  /** Whether an act with a time is the first of its node among those with one. */
  static boolean isFirst(Kept kept, int i) {
    return indexOfFirst(kept, kept.neighbour(i)) == i;
  }

  private static int indexOfFirst(Kept kept, int node) {
    int i = kept.firstAfter(Adjacency.NO_TIME);
    while (kept.neighbour(i) != node) {
      i++;
    }
    return i;
  }

  private static First first(Kept kept) {
    Int2LongLinkedOpenHashMap times = new Int2LongLinkedOpenHashMap();
    for (int i = kept.firstAfter(Adjacency.NO_TIME); i < kept.end(); i++) {
      times.putIfAbsent(kept.neighbour(i), kept.time(i));
    }
    return new First(times, kept.isCut());
  }
}
