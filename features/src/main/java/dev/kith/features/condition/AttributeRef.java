package dev.kith.features.condition;

import dev.kith.graph.schema.Attribute;

/** An attribute of one of the three elements that a feature can read at the end of its path. */
public record AttributeRef(Owner owner, Attribute attribute) {

  /** Whose attribute it is. */
  public enum Owner {
    /** The last edge of the path. */
    EDGE,
    /** The node that the last edge leads to. */
    NODE,
    /** The asked node. */
    SELF
  }
}
