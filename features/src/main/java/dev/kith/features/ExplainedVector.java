package dev.kith.features;

import dev.kith.features.evidence.Explanation;
import java.util.List;

/**
 * The values of a plan's features for one node, and why they are what they are.
 *
 * @param explanations in the order of the features
 */
public record ExplainedVector(FeatureVector vector, List<Explanation> explanations) {

  public ExplainedVector {
    explanations = List.copyOf(explanations);
  }
}
