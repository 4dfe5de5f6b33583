package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.path.Trail;
import dev.kith.graph.schema.Hop;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The asked node's neighbours along a relation, and how to go on to theirs.
 *
 * @param path the relation as often as it is followed one after the other, at least twice
 */
record Relation(List<Step> path) {

  /**
   * The neighbours of the asked node.
   *
   * @param edges that lead to them, and perhaps back to the asked node
   * @param nodes in the order of the edges
   * @param set the same
   */
  record Neighbours(Kept edges, IntArrayList nodes, NodeSet set) {
    boolean cut() {
      return edges.isCut();
    }

    int size() {
      return nodes.size();
    }

    boolean contains(int node) {
      return set.contains(node);
    }
  }

  static Relation of(Arguments arguments, Hop hop) {
    return of(arguments, hop, 2);
  }

  /**
   * @param hops how far it is followed; twice, if less
   */
  static Relation of(Arguments arguments, Hop hop, int hops) {
    Hop[] path = new Hop[Math.max(2, hops)];
    Arrays.fill(path, hop);
    return new Relation(arguments.path(path));
  }

  /** The path to the neighbours. */
  List<Step> once() {
    return first(1);
  }

  /** Its first hops. */
  List<Step> first(int hops) {
    return path.subList(0, hops);
  }

  Neighbours neighbours(Ego ego) {
    return ego.shared(path.getFirst(), step -> neighbours(ego, step));
  }

  private static Neighbours neighbours(Ego ego, Step step) {
    Kept kept = ego.edges(step, ego.self());
    NodeSet set = new NodeSet(kept.size());
    IntArrayList nodes = new IntArrayList(kept.size());
    for (int i = kept.from(); i < kept.end(); i++) {
      int node = kept.neighbour(i);
      if (node != ego.self() && set.add(node)) {
        nodes.add(node);
      }
    }
    return new Neighbours(kept, nodes, set);
  }

  /** What is done with the edges of a neighbour. */
  interface Visitor {
    /**
     * Takes those of one.
     *
     * @param neighbour the way to it
     */
    void visit(Trail neighbour, Kept edges);
  }

  /** Shows the edges of each neighbour, those of the newest first. */
  void visit(Ego ego, Visitor visitor) {
    Kept own = neighbours(ego).edges();
    for (int i = own.end() - 1; i >= own.from(); i--) {
      if (own.neighbour(i) != ego.self()) {
        visitor.visit(Trail.of(path.getFirst(), own, i), further(ego, own.neighbour(i), 1));
      }
    }
  }

  /** The way on from a neighbour by one of its edges. */
  Trail further(Trail neighbour, Kept edges, int i) {
    return neighbour.then(path.get(1), edges, i);
  }

  /** The edges of these nodes, to each of which so many hops led, are asked for next. */
  void touchFurther(Ego ego, IntArrayList nodes, int hops) {
    ego.touch(path.get(hops), nodes);
  }

  /**
   * The edges of another node.
   *
   * @param hops how many led to it, at least 1
   */
  Kept further(Ego ego, int node, int hops) {
    return ego.edges(path.get(hops), node);
  }
}
