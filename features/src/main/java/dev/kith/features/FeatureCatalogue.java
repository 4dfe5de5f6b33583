package dev.kith.features;

import dev.kith.features.cohort.CohortFeatures;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.definition.Declarations;
import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.definition.FeaturesYaml;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** {@code features.yaml} after validation against a graph: what can be asked for. Immutable. */
public final class FeatureCatalogue {
  private static final String SHIPPED = "schemas/features.yaml";

  private final GraphSchema schema;
  private final Declarations declarations;
  private final List<Feature> features;
  private final CohortMeans means;

  private FeatureCatalogue(GraphSchema schema, Declarations declarations, CohortMeans means) {
    this.schema = schema;
    this.declarations = declarations;
    this.means = means;
    this.features = declarations.features().stream().map(Plan::feature).toList();
  }

  /**
   * Reads a features.yaml.
   *
   * @param path its file; empty for the one that Kith ships
   * @throws ConfigException with every problem in it
   */
  public static FeatureCatalogue load(String path, GraphSchema schema) {
    ConfigFile file = ConfigFile.read(path, SHIPPED);
    return parse(file.name(), file.text(), schema);
  }

  /**
   * Reads the text of a features.yaml.
   *
   * @param file what messages call it
   * @throws ConfigException with every problem in it
   */
  public static FeatureCatalogue parse(String file, String text, GraphSchema schema) {
    return new FeatureCatalogue(
        schema, FeaturesYaml.parse(file, text, schema), CohortMeans.UNKNOWN);
  }

  /** The same, with plans that take defaults which are means from these. */
  public FeatureCatalogue with(CohortMeans known) {
    return new FeatureCatalogue(schema, declarations, known);
  }

  /** Those of the features whose defaults are means. */
  public CohortFeatures cohortFeatures() {
    return CohortFeatures.among(declarations);
  }

  /** The graph that its features are about. */
  public GraphSchema schema() {
    return schema;
  }

  /** The type of node that is asked about. */
  public NodeType entity() {
    return declarations.entity();
  }

  /** In the order of the file. */
  public List<Feature> features() {
    return features;
  }

  /** The named sets, in the order of the file; the names in each in the order of the features. */
  public SequencedMap<String, List<String>> sets() {
    return declarations.sets();
  }

  /**
   * What the file says of a feature: by the keys under which it says it, in order.
   *
   * @return nothing if there is no such feature
   */
  public SequencedMap<String, String> written(String feature) {
    return declarations.written().getOrDefault(feature, new LinkedHashMap<>());
  }

  /**
   * A plan that computes these features, in the order of the file, each once.
   *
   * @throws IllegalArgumentException if a name is unknown; the message names it
   */
  public Plan plan(Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    List<FeatureDefinition> chosen =
        declarations.features().stream().filter(f -> wanted.remove(f.name())).toList();
    if (!wanted.isEmpty()) {
      String unknown = names.stream().filter(wanted::contains).findFirst().orElseThrow();
      List<String> known = features.stream().map(Feature::name).toList();
      throw new IllegalArgumentException(
          "there is no feature '" + unknown + "'. " + Suggestion.of(unknown, known));
    }
    return new Plan(entity(), chosen, means);
  }

  /** A plan that computes all features. */
  public Plan planAll() {
    return new Plan(entity(), declarations.features(), means);
  }
}
