package dev.kith.features.definition;

import dev.kith.graph.schema.NodeType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All that a features.yaml declares.
 *
 * @param entity the type of the asked node
 * @param features in the order of the file
 * @param sets in the order of the file; the names in each in the order of the features
 * @param written by the name of a feature, what the file says under each key of it
 */
public record Declarations(
    NodeType entity,
    List<FeatureDefinition> features,
    SequencedMap<String, List<String>> sets,
    Map<String, SequencedMap<String, String>> written) {

  public Declarations {
    features = List.copyOf(features);
    sets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sets));
    written = Map.copyOf(written);
  }
}
