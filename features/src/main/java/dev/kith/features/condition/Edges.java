package dev.kith.features.condition;

import org.jspecify.annotations.Nullable;

/**
 * The edges of one node along the last hop of a path, and what a condition or an aggregate may read
 * of each: its own attributes, those of the node that it leads to, and those of the asked node.
 * Values are encoded as in {@link dev.kith.graph.Row}.
 */
public interface Edges {

  /** Whether there is a value at edge {@code i}. */
  boolean has(AttributeRef ref, int i);

  /** See {@link dev.kith.graph.Row#bits}; 0 if missing. */
  long bits(AttributeRef ref, int i);

  /** The value of a string; null if missing. */
  @Nullable String text(AttributeRef ref, int i);
}
