package dev.kith.features;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;

/** {@code features.yaml} after validation against a graph: what can be asked for. Immutable. */
public final class FeatureCatalogue {

  private FeatureCatalogue() {}

  /**
   * Reads a features.yaml.
   *
   * @param path its file; empty for the one that Kith ships
   * @throws ConfigException with every problem in it
   */
  public static FeatureCatalogue load(String path, GraphSchema schema) {
    throw new UnsupportedOperationException(path);
  }

  /**
   * Reads the text of a features.yaml.
   *
   * @param file what messages call it
   * @throws ConfigException with every problem in it
   */
  public static FeatureCatalogue parse(String file, String text, GraphSchema schema) {
    throw new UnsupportedOperationException(file + text);
  }

  /** The type of node that is asked about. */
  public NodeType entity() {
    throw new UnsupportedOperationException();
  }

  /** In the order of the file. */
  public List<Feature> features() {
    throw new UnsupportedOperationException();
  }

  /** The named sets, in the order of the file; the names in each in the order of the features. */
  public SequencedMap<String, List<String>> sets() {
    throw new UnsupportedOperationException();
  }

  /**
   * A plan that computes these features, in the order of the file, each once.
   *
   * @throws IllegalArgumentException if a name is unknown; the message names it
   */
  public Plan plan(Collection<String> names) {
    throw new UnsupportedOperationException(names.toString());
  }

  /** A plan that computes all features. */
  public Plan planAll() {
    throw new UnsupportedOperationException();
  }
}
