package dev.kith.features;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import java.util.List;
import java.util.Optional;

/** How a list of features is computed, and what of the graph that reads. Immutable, thread-safe. */
public final class Plan {

  private Plan() {}

  /** What it computes, in order. */
  public List<Feature> features() {
    throw new UnsupportedOperationException();
  }

  /** What {@link #evaluate} reads; a view must hold at least this. */
  public EgoShape shape() {
    throw new UnsupportedOperationException();
  }

  /**
   * Computes the features of one node.
   *
   * @param key the node's key
   * @param now the end of every window, in epoch microseconds
   * @return empty if there is no such node, or it is a stub
   */
  public Optional<FeatureVector> evaluate(GraphView view, String key, long now) {
    throw new UnsupportedOperationException(key);
  }
}
