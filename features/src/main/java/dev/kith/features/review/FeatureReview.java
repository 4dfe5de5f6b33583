package dev.kith.features.review;

import dev.kith.features.review.CatalogueDiff.FeatureDiff;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one feature, and what it costs.
 *
 * @param reads what it will read; of a removed one, what it reads
 * @param cost what it will cost; empty of a removed one, and where nothing was measured
 * @param before what it costs as it is served, of a changed or removed one
 * @param warnings what may be wrong with it as it will be, each a clause
 */
public record FeatureReview(
    FeatureDiff diff,
    ReadPaths reads,
    Optional<Cost> cost,
    Optional<Cost> before,
    List<String> warnings) {

  public FeatureReview {
    warnings = List.copyOf(warnings);
  }

  public String name() {
    return diff.name();
  }
}
