package dev.kith.features.definition;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a features.yaml. */
public final class FeaturesYaml {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,100}");

  private final GraphSchema schema;
  private final Problems problems;

  /** The line on which each feature is declared, those among them that have problems. */
  private final Map<String, Integer> featureLines = new LinkedHashMap<>();

  private FeaturesYaml(GraphSchema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /**
   * Reads the text of a features.yaml.
   *
   * @param file what messages call it
   * @throws ConfigException with every problem in it
   */
  public static Declarations parse(String file, String text, GraphSchema schema) {
    Problems problems = new Problems(file);
    Optional<Declarations> declarations =
        YamlSection.parse(text, problems)
            .flatMap(root -> new FeaturesYaml(schema, problems).read(root));
    problems.throwIfAny();
    return declarations.orElseThrow();
  }

  /** Returns empty if that is a problem. */
  private Optional<Declarations> read(YamlSection root) {
    Optional<NodeType> entity = root.requiredText("entity").flatMap(this::entity);
    FeatureReader reader = new FeatureReader(schema, entity, limits(root, entity), problems);
    List<FeatureDefinition> features = new ArrayList<>();
    Map<String, SequencedMap<String, String>> written = new HashMap<>();
    for (YamlSection section : root.sections("features", "feature")) {
      Optional<Text> name = section.requiredText("name");
      name.ifPresent(this::declare);
      name.ifPresent(text -> written.put(text.value(), section.written()));
      reader.read(name.map(Text::value), section).ifPresent(features::add);
    }
    if (!root.has("features")) {
      root.problem("features", "the file declares no feature", "Declare one under 'features'");
    }
    SequencedMap<String, List<String>> sets = new LinkedHashMap<>();
    root.section("sets").ifPresent(section -> readSets(section, sets));
    root.finish();
    return entity.map(type -> new Declarations(type, features, sets, written));
  }

  private Limits limits(YamlSection root, Optional<NodeType> entity) {
    Optional<YamlSection> section = root.section("limits");
    if (section.isEmpty() || entity.isEmpty()) {
      return Limits.NONE;
    }
    PathReader paths = new PathReader(schema, entity.get(), problems);
    return new LimitsReader(paths, problems).read("the limits", section.get());
  }

  private Optional<NodeType> entity(Text name) {
    Optional<NodeType> type = schema.nodeType(name.value());
    if (type.isEmpty()) {
      problems.add(
          name.line(),
          "there is no node type '" + name.value() + "'",
          Suggestion.of(name.value(), schema.nodeTypes().stream().map(NodeType::name).toList()));
    }
    return type;
  }

  private void declare(Text name) {
    if (!NAME.matcher(name.value()).matches()) {
      problems.add(
          name.line(),
          "'" + name.value() + "' is no name of a feature",
          "A name is made of letters, digits and '_', at most 100");
    }
    Integer first = featureLines.putIfAbsent(name.value(), name.line());
    if (first != null) {
      problems.add(
          name.line(),
          "there are two features '" + name.value() + "' (the first in line " + first + ")",
          "Rename one");
    }
  }

  private void readSets(YamlSection section, SequencedMap<String, List<String>> sets) {
    for (String set : section.keys()) {
      Set<String> members = new LinkedHashSet<>();
      List<Text> names = section.texts(set);
      if (!section.has(set)) {
        section.problem(set, "the set '" + set + "' is empty", "Write [feature, …], or remove it");
      }
      for (Text name : names) {
        if (!featureLines.containsKey(name.value())) {
          problems.add(
              name.line(),
              "the set '" + set + "' names '" + name.value() + "', which is no feature",
              Suggestion.of(name.value(), featureLines.keySet()));
        } else if (!members.add(name.value())) {
          problems.add(
              name.line(),
              "the set '" + set + "' names '" + name.value() + "' twice",
              "Remove one");
        }
      }
      sets.put(set, featureLines.keySet().stream().filter(members::contains).toList());
    }
  }
}
