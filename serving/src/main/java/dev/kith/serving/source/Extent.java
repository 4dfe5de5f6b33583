package dev.kith.serving.source;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalEdge;
import java.util.List;

/**
 * What an evaluation will read.
 *
 * @param shape around each of the nodes
 * @param keys of the asked nodes
 * @param whatIf edges that are part of the graph for this evaluation
 */
public record Extent(EgoShape shape, List<String> keys, List<HypotheticalEdge> whatIf) {

  /** Of so many neighbours it is looked how many edges go on from them. */
  private static final int SAMPLE = 16;

  /**
   * Whether it will read at most about so many edges, told by a look at few of them: at the lengths
   * of the asked node's lists, and, if with those the limits beyond would allow more, at the lists
   * of a sample of its neighbours. Never for what is not so simple.
   */
  boolean isWithin(long most, GraphView view) {
    if (keys.size() != 1 || shape.whole() || !whatIf.isEmpty()) {
      return false;
    }
    int node = view.node(shape.root(), keys.getFirst());
    return node == GraphView.NO_NODE
        || bound(view, node) <= most
        || estimate(view, shape.branches(), node, SAMPLE) <= most;
  }

  private double bound(GraphView view, int node) {
    double edges = 0;
    for (Branch branch : shape.branches()) {
      int followed = Math.min(view.edges(branch.hop(), node).size(), branch.limit());
      edges += followed * (1 + bound(branch.branches()));
    }
    return edges;
  }

  private static double bound(List<Branch> branches) {
    double edges = 0;
    for (Branch branch : branches) {
      edges += branch.limit() * (1 + bound(branch.branches()));
    }
    return edges;
  }

  private static double estimate(GraphView view, List<Branch> branches, int node, int sample) {
    double edges = 0;
    for (Branch branch : branches) {
      edges += estimate(view, branch, node, sample);
    }
    return edges;
  }

  private static double estimate(GraphView view, Branch branch, int node, int sample) {
    Adjacency list = view.edges(branch.hop(), node);
    int followed = Math.min(list.size(), branch.limit());
    if (followed == 0 || branch.branches().isEmpty()) {
      return followed;
    }
    int looked = Math.min(followed, sample);
    double beyond = 0;
    for (int i = 0; i < looked; i++) {
      int newest = list.size() - 1 - (int) ((long) i * followed / looked);
      int neighbour = list.neighbour(newest);
      beyond += estimate(view, branch.branches(), neighbour, Math.max(1, sample / 4));
    }
    return followed * (1 + beyond / looked);
  }
}
