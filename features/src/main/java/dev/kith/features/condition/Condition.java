package dev.kith.features.condition;

import java.util.Set;

/** A checked condition on an edge. Immutable, thread-safe. */
public final class Condition {
  private final Set<AttributeRef> reads;
  private final Predicate predicate;

  Condition(Set<AttributeRef> reads, Predicate predicate) {
    this.reads = Set.copyOf(reads);
    this.predicate = predicate;
  }

  /** All that {@link #holds} may read. */
  public Set<AttributeRef> reads() {
    return reads;
  }

  /**
   * Whether the condition holds for edge {@code i}. If its value depends on one that is missing, or
   * can't be computed (a division by zero), it does not.
   */
  public boolean holds(Edges edges, int i) {
    return predicate.test(edges, i) == Truth.TRUE;
  }
}
