package dev.kith.serving.cohort;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.Hop;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose features a change may have touched: of every node from which a path that is read leads to
 * what changed, found by walking these paths backwards. Of the graph as it is after the change; a
 * node that only came to it by an edge that has gone since is found by that edge's own change.
 * Immutable.
 */
final class Upstream {
  /** By kind of place the ways back from its node to the asked nodes. */
  private final List<List<List<Hop>>> ways = new ArrayList<>();

  private final Places places;

  /**
   * @param shape what is read
   */
  Upstream(EgoShape shape, Places places) {
    this.places = places;
    for (int kind = 0; kind < places.kinds(); kind++) {
      ways.add(new ArrayList<>());
    }
    ways.get(places.row(shape.root())).add(List.of());
    add(shape.branches(), List.of());
  }

  /**
   * @param back the way back from where the branches begin
   */
  private void add(List<Branch> branches, List<Hop> back) {
    for (Branch branch : branches) {
      Hop hop = branch.hop();
      ways.get(places.edges(hop)).add(back);
      List<Hop> further = new ArrayList<>();
      further.add(new Hop(hop.edge(), hop.edge().symmetric() || !hop.forward()));
      further.addAll(back);
      if (!branch.nodeAttributes().isEmpty()) {
        ways.get(places.row(hop.target())).add(further);
      }
      add(branch.branches(), further);
    }
  }

  /** Whether anything is made of places of that kind. */
  boolean matters(int kind) {
    return !ways.get(kind).isEmpty();
  }

  /**
   * Finds the asked nodes whose features a place is part of.
   *
   * @param most how many edges are walked at most
   * @return whether those were all
   */
  boolean find(GraphView view, long place, int most, IntSet out) {
    int left = most;
    for (List<Hop> way : ways.get(Places.kind(place))) {
      IntSet at = IntSet.of(Places.node(place));
      for (Hop hop : way) {
        IntSet next = new IntOpenHashSet();
        for (int node : at) {
          Adjacency edges = view.edges(hop, node);
          left -= edges.size();
          if (left < 0) {
            return false;
          }
          for (int i = 0; i < edges.size(); i++) {
            next.add(edges.neighbour(i));
          }
        }
        at = next;
      }
      out.addAll(at);
    }
    return true;
  }
}
