package dev.kith.features.definition;

import dev.kith.graph.schema.Attribute;

/** What the value of a feature is where there is nothing to make one of. */
public sealed interface Fallback {

  /**
   * Always the same.
   *
   * @param value of the Java type of the feature's
   */
  record Constant(Object value) implements Fallback {}

  /**
   * The mean of the feature over all nodes of the asked type that have a value of it and the same
   * value of an attribute as the asked node.
   *
   * @param by that attribute
   */
  record CohortMean(Attribute by) implements Fallback {}
}
