package dev.kith.features.review;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How many edges the nodes have that paths lead to, seen from several asked nodes. Of the nodes at
 * the end of a path a bounded number is looked at, spread over all. One thread.
 */
final class Degrees {
  private static final int MOST_NODES = 100;

  private final EgoShape shape;
  private final long now;
  private final SequencedMap<List<Hop>, Samples> byPath = new LinkedHashMap<>();

  /**
   * @param shape whose hops are followed; its limits don't matter
   * @param now edges with a later event time don't exist
   */
  Degrees(EgoShape shape, long now) {
    this.shape = shape;
    this.now = now;
  }

  /** Looks around a node. */
  void add(GraphView view, int node) {
    for (Branch branch : shape.branches()) {
      follow(view, node, branch, List.of(), IntArrayList.of(node));
    }
  }

  /** By path, how many edges the nodes before its last hop have along that. */
  SequencedMap<List<Hop>, Distribution> distributions() {
    SequencedMap<List<Hop>, Distribution> out = new LinkedHashMap<>();
    byPath.forEach((path, samples) -> out.put(path, samples.distribution()));
    return out;
  }

  private void follow(
      GraphView view, int self, Branch branch, List<Hop> before, IntArrayList sources) {
    List<Hop> path = new ArrayList<>(before);
    path.add(branch.hop());
    Samples samples = byPath.computeIfAbsent(path, p -> new Samples());
    NodeType target = branch.hop().target();
    int excluded = target.equals(shape.root()) ? self : GraphView.NO_NODE;
    IntLinkedOpenHashSet reached = new IntLinkedOpenHashSet();
    int each = Math.max(1, MOST_NODES / Math.max(1, sources.size()));
    for (int s = 0; s < sources.size(); s++) {
      Adjacency edges = view.edges(branch.hop(), sources.getInt(s));
      int degree = edges.firstAfter(now);
      samples.add(degree);
      int some = Math.min(each, degree);
      for (int i = 0; i < some; i++) {
        int node = edges.neighbour((int) ((long) i * degree / some));
        if (node != excluded) {
          reached.add(node);
        }
      }
    }
    IntArrayList next = new IntArrayList(reached);
    branch.branches().forEach(further -> follow(view, self, further, path, next));
  }
}
