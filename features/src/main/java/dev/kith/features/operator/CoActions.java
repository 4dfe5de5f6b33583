package dev.kith.features.operator;

import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Trail;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Who acted on the same node as the asked node, at about the same time.
 *
 * @param apart at most so far from each other are the two acts, in microseconds
 * @param within at most so old is the asked node's own, in microseconds
 */
record CoActions(Acts acts, long apart, long within) {

  static CoActions of(Arguments arguments) {
    return new CoActions(
        Acts.of(arguments, arguments.events("via")),
        arguments.duration("apart"),
        arguments.duration("within"));
  }

  /**
   * The acts about one of the asked node's own: those on the same node, its own among them.
   *
   * @param act which of its own
   * @param edges by which nodes acted; those from {@code from} until before {@code end} are near
   */
  record Near(int act, Kept edges, int from, int end) {}

  /**
   * The acts about each of the asked node's own, the newest first.
   *
   * @param cut whether a limit left out one
   */
  record All(Kept own, List<Near> near, boolean cut) {}

  /**
   * The acts of neighbours about one of the asked node's own.
   *
   * @param indexes of the edges by which they acted, the newest first
   */
  record NearNeighbours(int act, Kept edges, IntArrayList indexes) {}

  /**
   * The acts of neighbours about each of the asked node's own that any of them is near, the newest
   * first.
   *
   * @param cut whether a limit left out one
   */
  record OfNeighbours(Kept own, List<NearNeighbours> near, boolean cut) {}

  private record NeighboursKey(CoActions actions, Relation relation) {}

  /** O(own acts), found by binary search in time, once an evaluation. */
  All all(Ego ego) {
    return ego.shared(this, actions -> actions.find(ego));
  }

  /** O(acts about the own), once an evaluation. */
  OfNeighbours ofNeighbours(Ego ego, Relation relation) {
    return ego.shared(new NeighboursKey(this, relation), key -> find(ego, relation));
  }

  private All find(Ego ego) {
    Kept own = acts.own(ego);
    long after = ego.now() - within;
    boolean cut = own.isCutAfter(after);
    int first = own.firstAfter(after);
    acts.touchOn(ego, own, first);
    List<Near> found = new ArrayList<>(own.end() - first);
    for (int i = own.end() - 1; i >= first; i--) {
      long time = own.time(i);
      Kept all = acts.on(ego, own.neighbour(i));
      long before = time - apart - 1;
      cut |= all.isCutAfter(before);
      found.add(new Near(i, all, all.firstAfter(before), all.firstAfter(time + apart)));
    }
    return new All(own, found, cut);
  }

  private OfNeighbours find(Ego ego, Relation relation) {
    Neighbours neighbours = relation.neighbours(ego);
    All all = all(ego);
    List<NearNeighbours> found = new ArrayList<>();
    for (Near near : all.near()) {
      IntArrayList indexes = new IntArrayList(0);
      for (int i = near.end() - 1; i >= near.from(); i--) {
        if (neighbours.contains(near.edges().neighbour(i))) {
          indexes.add(i);
        }
      }
      if (!indexes.isEmpty()) {
        found.add(new NearNeighbours(near.act(), near.edges(), indexes));
      }
    }
    return new OfNeighbours(all.own(), found, all.cut() || neighbours.cut());
  }

  /**
   * From the asked node by its act to what it acted on, and on to who did so by the act near it.
   */
  Trail trail(Kept own, int act, Kept near, int other) {
    return acts.trail(own, act).then(acts.path().getLast(), near, other);
  }
}
