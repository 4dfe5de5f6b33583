package dev.kith.features.evaluation;

import dev.kith.features.condition.Condition;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import org.jspecify.annotations.Nullable;

/**
 * Which of the edges at the end of a path a feature is about.
 *
 * @param after only edges with an event time after this; {@link Long#MIN_VALUE} if it does not
 *     matter
 */
record Selection(boolean windowed, long after, @Nullable Condition where) {

  /** Those of a feature. */
  static Selection of(PathAggregate path, long now) {
    return new Selection(
        path.within().isPresent(), now - path.within().orElse(0), path.where().orElse(null));
  }

  /** The index of the first edge that can be one. */
  int from(EdgeCursor edges) {
    return windowed ? edges.firstAfter(after) : edges.from();
  }

  /** Whether an edge from {@link #from} on is one. */
  boolean matches(EdgeCursor edges, int i) {
    return !edges.returns(i) && (where == null || where.holds(edges, i));
  }

  /** Whether all edges from {@link #from} on are. */
  boolean matchesAll(EdgeCursor edges) {
    return where == null && edges.neverReturns();
  }
}
