package dev.kith.graph.schema;

import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the types of a graph.yaml. A type that has problems is kept, as far as it can be
 * understood, so that what refers to it is not a problem too.
 */
final class TypesYaml {
  private static final List<String> TYPE_NAMES =
      Arrays.stream(AttributeType.values()).map(TypesYaml::written).toList();

  private final Problems problems;
  private final NameSpace names;
  private final List<NodeType> nodeTypes = new ArrayList<>();
  private final List<EdgeType> edgeTypes = new ArrayList<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  TypesYaml(Problems problems) {
    this.problems = problems;
    this.names = new NameSpace(problems);
  }

  List<NodeType> nodeTypes() {
    return nodeTypes;
  }

  List<EdgeType> edgeTypes() {
    return edgeTypes;
  }

  /** Every type by its name; of two of one name the first. */
  Map<String, ElementType> byName() {
    Map<String, ElementType> out = new LinkedHashMap<>();
    nodeTypes.forEach(type -> out.putIfAbsent(type.name(), type));
    edgeTypes.forEach(type -> out.putIfAbsent(type.name(), type));
    return out;
  }

  /** The line on which a type is declared. */
  int line(ElementType type) {
    return lines.getOrDefault(type.name(), 0);
  }

  void readNodes(YamlSection nodes) {
    nodes.forEachSection(
        "node type",
        (name, section) -> {
          names.nodeType(name);
          lines.putIfAbsent(name.value(), name.line());
          Optional<Text> key = section.requiredText("key");
          key.ifPresent(text -> names.predicate(text, "the key of " + section.name()));
          List<Attribute> attributes = attributes(section);
          section.finish();
          nodeTypes.add(
              new NodeType(
                  name.value(), nodeTypes.size(), key.map(Text::value).orElse(""), attributes));
        });
  }

  /** Reads the edge types; the node types come first. */
  void readEdges(YamlSection edges) {
    edges.forEachSection("edge type", this::readEdge);
  }

  private void readEdge(Text name, YamlSection section) {
    names.edgeType(name);
    lines.putIfAbsent(name.value(), name.line());

    boolean symmetric = section.has("between");
    Optional<NodeType> from;
    Optional<NodeType> to;
    if (symmetric) {
      if (section.has("from") || section.has("to")) {
        section.problem(
            "between",
            section.name() + " has both 'between' and 'from' or 'to'",
            "Keep 'between' for an edge that holds in both directions, else 'from' and 'to'");
      }
      from = section.text("between").flatMap(this::nodeType);
      to = from;
    } else if (!section.has("from") && !section.has("to")) {
      problems.add(
          section.line(),
          section.name() + " does not say what it joins",
          "Write 'between: TYPE', or 'from: TYPE' and 'to: TYPE'");
      from = Optional.empty();
      to = Optional.empty();
    } else {
      from = section.requiredText("from").flatMap(this::nodeType);
      to = section.requiredText("to").flatMap(this::nodeType);
    }
    Optional<EdgeRecord> record = edgeRecord(section, symmetric);
    List<Attribute> attributes = attributes(section);
    Optional<Attribute> eventTime = eventTime(section, attributes);
    section.finish();
    NodeType unknown = new NodeType("", 0, "", List.of());
    edgeTypes.add(
        new EdgeType(
            name.value(),
            edgeTypes.size(),
            from.orElse(unknown),
            to.orElse(unknown),
            symmetric,
            record,
            attributes,
            eventTime));
  }

  private Optional<NodeType> nodeType(Text name) {
    Optional<NodeType> type =
        nodeTypes.stream().filter(node -> node.name().equals(name.value())).findFirst();
    if (type.isEmpty()) {
      problems.add(
          name.line(),
          "there is no node type '" + name.value() + "'",
          Suggestion.of(name.value(), nodeTypes.stream().map(NodeType::name).toList()));
    }
    return type;
  }

  private Optional<EdgeRecord> edgeRecord(YamlSection section, boolean symmetric) {
    Optional<Text> key = section.text("key");
    Optional<YamlSection> storedAs = section.section("stored_as");
    if (symmetric && key.isPresent()) {
      section.problem(
          "key",
          section.name() + " is 'between', so its two ends identify it, but it has a 'key'",
          "Remove 'key' and 'stored_as', or write 'from' and 'to' instead of 'between'");
    } else if (key.isPresent() && !section.has("stored_as")) {
      section.problem(
          "key",
          section.name() + " has a 'key' but no 'stored_as'",
          "Name the predicates that lead to its ends: 'stored_as: {from: …, to: …}'");
    } else if (key.isEmpty() && storedAs.isPresent() && !section.has("key")) {
      section.problem(
          "stored_as",
          section.name() + " has 'stored_as' but no 'key'",
          "Only an edge with a key of its own is stored as a node: add 'key' or remove this");
    }
    key.ifPresent(text -> names.predicate(text, "the key of " + section.name()));
    String from = storedAs.map(ends -> endPredicate(ends, "from", section)).orElse("");
    String to = storedAs.map(ends -> endPredicate(ends, "to", section)).orElse("");
    storedAs.ifPresent(YamlSection::finish);
    return key.map(text -> new EdgeRecord(text.value(), from, to));
  }

  private String endPredicate(YamlSection storedAs, String end, YamlSection edge) {
    Optional<Text> name = storedAs.requiredText(end);
    name.ifPresent(
        text -> names.predicate(text, "'" + end + "' of " + edge.name() + "'s stored_as"));
    return name.map(Text::value).orElse("");
  }

  private List<Attribute> attributes(YamlSection owner) {
    List<Attribute> out = new ArrayList<>();
    Optional<YamlSection> section = owner.section("attributes");
    section.ifPresent(
        attributes ->
            attributes.forEachText(
                (name, typeName) -> {
                  String what = "attribute '" + name.value() + "' of " + owner.name();
                  Optional<AttributeType> type = attributeType(what, typeName);
                  type.ifPresent(t -> names.attribute(name, what, t));
                  out.add(
                      new Attribute(name.value(), type.orElse(AttributeType.STRING), out.size()));
                }));
    if (out.size() > ElementType.MAX_ATTRIBUTES) {
      owner.problem(
          "attributes",
          owner.name() + " has " + out.size() + " attributes",
          "At most " + ElementType.MAX_ATTRIBUTES + " are possible: leave out some");
    }
    return out;
  }

  private Optional<AttributeType> attributeType(String what, Text name) {
    for (AttributeType type : AttributeType.values()) {
      if (written(type).equals(name.value())) {
        return Optional.of(type);
      }
    }
    problems.add(
        name.line(),
        "'" + name.value() + "', the type of " + what + ", is no type",
        Suggestion.of(name.value(), TYPE_NAMES));
    return Optional.empty();
  }

  private Optional<Attribute> eventTime(YamlSection section, List<Attribute> attributes) {
    Optional<Text> name = section.text("event_time");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String value = name.get().value();
    Optional<Attribute> attribute =
        attributes.stream().filter(a -> a.name().equals(value)).findFirst();
    if (attribute.isEmpty()) {
      section.problem(
          "event_time",
          "the event_time '" + value + "' of " + section.name() + " is none of its attributes",
          Suggestion.of(value, attributes.stream().map(Attribute::name).toList()));
    } else if (attribute.get().type() != AttributeType.TIMESTAMP) {
      section.problem(
          "event_time",
          "the event_time '"
              + value
              + "' of "
              + section.name()
              + " is of type "
              + written(attribute.get().type()),
          "It must be of type timestamp");
    }
    return attribute;
  }

  /** A type as graph.yaml writes it. */
  static String written(AttributeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
