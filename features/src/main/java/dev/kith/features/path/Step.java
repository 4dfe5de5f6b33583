package dev.kith.features.path;

import dev.kith.graph.EgoShape;
import dev.kith.graph.schema.Hop;

/**
 * A hop of a path, and how many edges of each node it follows.
 *
 * @param limit only the newest so many, at least 1; {@link EgoShape#UNLIMITED} for all
 */
public record Step(Hop hop, int limit) {

  /** A step along all edges. */
  public Step(Hop hop) {
    this(hop, EgoShape.UNLIMITED);
  }

  public Step {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** As {@link Hop#hashCode}. */
  @Override
  public int hashCode() {
    return 31 * hop.hashCode() + limit;
  }
}
