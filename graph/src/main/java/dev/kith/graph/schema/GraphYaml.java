package dev.kith.graph.schema;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.YamlSection;
import java.util.List;
import java.util.Optional;

/** Reads {@code graph.yaml}. */
public final class GraphYaml {
  private static final String SHIPPED = "schemas/graph.yaml";

  private GraphYaml() {}

  /**
   * Reads a graph.yaml.
   *
   * @param path its file; empty for the one that Kith ships
   * @throws ConfigException with every problem in it
   */
  public static GraphSchema load(String path) {
    ConfigFile file = ConfigFile.read(path, SHIPPED);
    return parse(file.name(), file.text());
  }

  /**
   * Reads the text of a graph.yaml.
   *
   * @param file what messages call it
   * @throws ConfigException with every problem in it
   */
  public static GraphSchema parse(String file, String text) {
    Problems problems = new Problems(file);
    Optional<GraphSchema> schema =
        YamlSection.parse(text, problems).map(root -> read(root, problems));
    problems.throwIfAny();
    return schema.orElseThrow();
  }

  private static GraphSchema read(YamlSection root, Problems problems) {
    TypesYaml types = new TypesYaml(problems);
    Optional<YamlSection> nodes = root.section("nodes");
    nodes.ifPresent(types::readNodes);
    root.section("edges").ifPresent(types::readEdges);
    if (!root.has("nodes") || nodes.filter(section -> section.keys().isEmpty()).isPresent()) {
      root.problem("nodes", "the file declares no node type", "Declare one under 'nodes'");
    }
    List<SourceTable> sources =
        new SourcesYaml(types, problems).read(root.sections("sources", "source"));
    root.finish();
    return new GraphSchema(types.nodeTypes(), types.edgeTypes(), sources);
  }
}
