package dev.kith.graph.schema;

import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.SourceTable.Column;
import dev.kith.graph.schema.SourceTable.Ends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the source tables of a graph.yaml. */
final class SourcesYaml {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final TypesYaml types;
  private final Problems problems;
  private final Map<String, Integer> topics = new HashMap<>();
  private final Map<String, Integer> elements = new HashMap<>();

  SourcesYaml(TypesYaml types, Problems problems) {
    this.types = types;
    this.problems = problems;
  }

  List<SourceTable> read(List<YamlSection> sections) {
    List<SourceTable> out = new ArrayList<>();
    for (YamlSection section : sections) {
      source(section).ifPresent(out::add);
    }
    for (ElementType type : types.byName().values()) {
      if (!elements.containsKey(type.name())) {
        problems.add(
            types.line(type),
            "no source feeds '" + type.name() + "'",
            "Add one under 'sources', or remove the type");
      }
    }
    return out;
  }

  private Optional<SourceTable> source(YamlSection section) {
    Optional<Text> topic = section.requiredText("topic");
    topic.ifPresent(this::checkTopic);
    Optional<ElementType> element = section.requiredText("element").flatMap(this::element);
    Optional<Text> key = section.text("key");
    key.ifPresent(this::checkColumn);
    Optional<Ends> ends = ends(section);
    Optional<YamlSection> columns = section.section("columns");
    section.finish();
    return element.map(
        type -> {
          checkIdentity(section, type);
          List<String> endColumns =
              ends.map(columnsOf -> List.of(columnsOf.from(), columnsOf.to())).orElse(List.of());
          return new SourceTable(
              topic.map(Text::value).orElse(""),
              type,
              key.map(text -> List.of(text.value())).orElse(endColumns),
              ends,
              columns(type, columns));
        });
  }

  private Optional<Ends> ends(YamlSection section) {
    int problemsBefore = problems.count();
    List<Text> columns = section.texts("ends");
    columns.forEach(this::checkColumn);
    List<String> ends = columns.stream().map(Text::value).toList();
    if (!section.has("ends") || problems.count() > problemsBefore) {
      return Optional.empty();
    }
    if (ends.size() != 2 || ends.get(0).equals(ends.get(1))) {
      section.problem(
          "ends",
          "'ends' of " + section.name() + " are not two columns",
          "Name two different columns: 'ends: [FROM, TO]'");
      return Optional.empty();
    }
    return Optional.of(new Ends(ends.get(0), ends.get(1)));
  }

  private void checkTopic(Text topic) {
    if (!TOPIC.matcher(topic.value()).matches()) {
      problems.add(
          topic.line(),
          "'" + topic.value() + "' can't be the name of a topic",
          "Kafka takes letters, digits, '.', '_' and '-', at most 249");
    } else if (topic.value().startsWith("kith.")) {
      problems.add(
          topic.line(),
          "the topic '" + topic.value() + "' is one of Kith's own",
          "Name the topic that the CDC connector writes");
    }
    Integer first = topics.putIfAbsent(topic.value(), topic.line());
    if (first != null) {
      problems.add(
          topic.line(),
          "the topic '" + topic.value() + "' is a source already (line " + first + ")",
          "Name each topic once");
    }
  }

  private void checkColumn(Text column) {
    if (!COLUMN.matcher(column.value()).matches()) {
      problems.add(
          column.line(),
          "'" + column.value() + "' can't be the name of a column",
          "It is as the CDC connector writes it: Avro takes letters, digits and '_', and no digit"
              + " first");
    }
  }

  private Optional<ElementType> element(Text name) {
    ElementType type = types.byName().get(name.value());
    if (type == null) {
      problems.add(
          name.line(),
          "there is no node or edge type '" + name.value() + "'",
          Suggestion.of(name.value(), types.byName().keySet()));
      return Optional.empty();
    }
    Integer first = elements.putIfAbsent(name.value(), name.line());
    if (first != null) {
      problems.add(
          name.line(),
          "'" + name.value() + "' has a source already (line " + first + ")",
          "One source table feeds each type: remove one");
    }
    return Optional.of(type);
  }

  /** Whether the columns that say which element a row is are named, and no others. */
  private void checkIdentity(YamlSection section, ElementType element) {
    boolean edge = element instanceof EdgeType;
    boolean keyed = !(element instanceof EdgeType type) || type.keyed();
    String what = section.name() + ", which feeds '" + element.name() + "',";
    if (keyed && !section.has("key")) {
      problems.add(
          section.line(), what + " has no 'key'", "Name the column of its key: 'key: COLUMN'");
    } else if (!keyed && section.has("key")) {
      section.problem(
          "key", what + " has a 'key', but its edges have none", "Remove it: 'ends' identify them");
    }
    if (edge && !section.has("ends")) {
      problems.add(
          section.line(),
          what + " has no 'ends'",
          "Name the columns with the keys of its ends: 'ends: [FROM, TO]'");
    } else if (!edge && section.has("ends")) {
      section.problem("ends", what + " has 'ends', but is no edge", "Remove 'ends'");
    }
  }

  private List<Column> columns(ElementType element, Optional<YamlSection> section) {
    Map<String, String> named = new HashMap<>();
    Set<String> attributes = new HashSet<>();
    element.attributes().forEach(attribute -> attributes.add(attribute.name()));
    section.ifPresent(
        columns ->
            columns.forEachText(
                (attribute, column) -> {
                  checkColumn(column);
                  if (attributes.contains(attribute.value())) {
                    named.put(attribute.value(), column.value());
                  } else {
                    problems.add(
                        attribute.line(),
                        "'" + element.name() + "' has no attribute '" + attribute.value() + "'",
                        Suggestion.of(
                            attribute.value(),
                            element.attributes().stream().map(Attribute::name).toList()));
                  }
                }));
    return element.attributes().stream()
        .map(a -> new Column(named.getOrDefault(a.name(), a.name()), a))
        .toList();
  }
}
