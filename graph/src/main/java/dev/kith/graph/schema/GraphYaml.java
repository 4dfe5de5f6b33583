package dev.kith.graph.schema;

import dev.kith.graph.config.ConfigException;

/** Reads {@code graph.yaml}. */
public final class GraphYaml {

  private GraphYaml() {}

  /**
   * Reads a graph.yaml.
   *
   * @param path its file; empty for the one that Kith ships
   * @throws ConfigException with every problem in it
   */
  public static GraphSchema load(String path) {
    throw new UnsupportedOperationException(path);
  }

  /**
   * Reads the text of a graph.yaml.
   *
   * @param file what messages call it
   * @throws ConfigException with every problem in it
   */
  public static GraphSchema parse(String file, String text) {
    throw new UnsupportedOperationException(file + text);
  }
}
