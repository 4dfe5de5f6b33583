package dev.kith.features.path;

import dev.kith.graph.Adjacency;
import dev.kith.graph.schema.Hop;
import java.util.Optional;

/**
 * Nodes that belong together, and the edges by which they do: each node is the end of an edge from
 * one before it, mostly the last, or from the asked node.
 *
 * @param before the trail up to the last node; empty if there is no other
 * @param hop the direction in which the last edge is followed
 * @param i its index in the list
 */
public record Trail(Optional<Trail> before, Hop hop, Adjacency edges, int i) {

  /** A trail of one edge of the asked node. */
  public static Trail of(Step step, Kept kept, int i) {
    return new Trail(Optional.empty(), step.hop(), kept.edges(), i);
  }

  /** This one, and the end of one more edge. */
  public Trail then(Step step, Kept kept, int i) {
    return new Trail(Optional.of(this), step.hop(), kept.edges(), i);
  }

  /** This one, and the last node of another by the edge that led to it there. */
  public Trail then(Trail other) {
    return new Trail(Optional.of(this), other.hop, other.edges, other.i);
  }

  /** The last node. */
  public int node() {
    return edges.neighbour(i);
  }
}
