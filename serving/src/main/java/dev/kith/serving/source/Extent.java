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
   * About how many edges that is, told by a look at few of them: one node's, along the first hops
   * exactly, and from there by the means of a sample.
   *
   * @return {@link Long#MAX_VALUE} for what is not so simple
   */
  long edges(GraphView view) {
    if (keys.size() != 1 || shape.whole() || !whatIf.isEmpty()) {
      return Long.MAX_VALUE;
    }
    int node = view.node(shape.root(), keys.getFirst());
    return node == GraphView.NO_NODE ? 0 : edges(view, shape.branches(), node, SAMPLE);
  }

  private static long edges(GraphView view, List<Branch> branches, int node, int sample) {
    long edges = 0;
    for (Branch branch : branches) {
      edges += edges(view, branch, node, sample);
    }
    return edges;
  }

  private static long edges(GraphView view, Branch branch, int node, int sample) {
    Adjacency list = view.edges(branch.hop(), node);
    int followed = Math.min(list.size(), branch.limit());
    if (followed == 0 || branch.branches().isEmpty()) {
      return followed;
    }
    int looked = Math.min(followed, sample);
    long beyond = 0;
    for (int i = 0; i < looked; i++) {
      int newest = list.size() - 1 - (int) ((long) i * followed / looked);
      beyond += edges(view, branch.branches(), list.neighbour(newest), Math.max(1, sample / 4));
    }
    return followed + beyond * followed / looked;
  }
}
