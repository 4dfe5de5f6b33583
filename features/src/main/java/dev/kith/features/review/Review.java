package dev.kith.features.review;

import dev.kith.graph.schema.Hop;
import java.util.List;
import java.util.SequencedMap;

/**
 * What serving a catalogue in place of another comes to.
 *
 * @param features all of both, as {@link CatalogueDiff} has them
 * @param served what all features that are served cost together; what they share is read once
 * @param next the same of those that would be
 * @param degrees by each path that the next catalogue reads, or its beginning: how many edges the
 *     nodes before the last hop have along that
 * @param users how many were measured
 */
public record Review(
    CatalogueDiff diff,
    List<FeatureReview> features,
    Cost served,
    Cost next,
    SequencedMap<List<Hop>, Distribution> degrees,
    int users) {

  public Review {
    features = List.copyOf(features);
  }
}
