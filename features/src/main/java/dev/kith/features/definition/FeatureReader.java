package dev.kith.features.definition;

import dev.kith.features.condition.Condition;
import dev.kith.features.condition.ConditionCompiler;
import dev.kith.features.definition.FeatureDefinition.Computed;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.definition.FeatureDefinition.Source;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads one feature after the other. */
final class FeatureReader {
  private static final List<String> OF_PATHS = List.of("path", "where", "within", "aggregate");
  private static final List<String> NOT_OF_OPERATORS = List.of("path", "where", "aggregate");

  private final GraphSchema schema;
  private final Optional<NodeType> entity;
  private final Limits limits;
  private final Problems problems;
  private final Map<Hop, ConditionCompiler> compilers = new HashMap<>();

  /**
   * @param entity empty if it is not known; then only what does not depend on it is checked
   * @param limits of all features
   */
  FeatureReader(GraphSchema schema, Optional<NodeType> entity, Limits limits, Problems problems) {
    this.schema = schema;
    this.entity = entity;
    this.limits = limits;
    this.problems = problems;
  }

  /** Returns empty if it has problems. */
  Optional<FeatureDefinition> read(Optional<String> name, YamlSection section) {
    String what = name.map(n -> "feature '" + n + "'").orElse(section.name());
    String description = section.requiredText("description").map(Text::value).orElse("");
    Optional<Text> elapsed = section.text("elapsed");
    Optional<Text> fallback = section.text("default");
    Optional<Source> source = source(what, section);
    section.finish();

    Optional<ElapsedUnit> unit = elapsed.flatMap(this::elapsedUnit);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    AttributeType type = typeOf(source.get());
    if (elapsed.isPresent()) {
      if (type != AttributeType.TIMESTAMP) {
        section.problem(
            "elapsed",
            what + " has 'elapsed', but its value is of type " + Types.written(type),
            "Only the time since a timestamp can be told: remove 'elapsed'");
      }
      type = AttributeType.DOUBLE;
    }
    Optional<Fallback> value = Optional.empty();
    if (fallback.isPresent() && entity.isPresent()) {
      value =
          new FallbackReader(entity.get(), problems).read(what, source.get(), type, fallback.get());
      if (value.orElse(null) instanceof Fallback.CohortMean) {
        type = AttributeType.DOUBLE; // as a mean is
      }
    }
    return Optional.of(
        new FeatureDefinition(name.orElse(""), description, type, source.get(), unit, value));
  }

  private Optional<Source> source(String what, YamlSection section) {
    if (section.has("attribute")) {
      rejectOthers(
          what,
          section,
          "attribute",
          Stream.concat(OF_PATHS.stream(), Stream.of("operator")).toList(),
          "Keep 'attribute' for a value of the asked node itself, else 'path' and 'aggregate'");
      Optional<Text> attribute = section.text("attribute");
      return entity.flatMap(type -> attribute.flatMap(text -> ownAttribute(what, type, text)));
    }
    if (section.has("operator")) {
      rejectOthers(
          what,
          section,
          "operator",
          NOT_OF_OPERATORS,
          "Keep 'operator', or 'path' and 'aggregate'");
      return computed(what, section);
    }
    if (!section.has("path")) {
      problems.add(
          section.line(),
          what + " does not say what it is made of",
          "Write 'attribute: …', 'operator: …', or 'path: …' and 'aggregate: …'");
      OF_PATHS.forEach(section::text); // else they would be told as unknown
      return Optional.empty();
    }
    return overPath(what, section);
  }

  private static void rejectOthers(
      String what, YamlSection section, String kept, List<String> others, String fix) {
    for (String key : others) {
      if (section.has(key)) {
        section.problem(key, what + " has both '" + kept + "' and '" + key + "'", fix);
      }
    }
  }

  private Optional<Source> computed(String what, YamlSection section) {
    Optional<Text> operator = section.text("operator");
    return entity.flatMap(
        type ->
            operator.flatMap(
                name ->
                    new OperatorReader(problems)
                        .read(
                            what,
                            name,
                            new ArgumentsReader(
                                what, section, schema, type, limits(what, section)))));
  }

  /** The limits of all features, and those that this one has of its own. */
  private Limits limits(String what, YamlSection section) {
    return section
        .section("limits")
        .flatMap(
            own ->
                entity.map(
                    type ->
                        new LimitsReader(new PathReader(schema, type, problems), problems)
                            .read("the limits of " + what, own)))
        .map(limits::with)
        .orElse(limits);
  }

  private Optional<Source> ownAttribute(String what, NodeType type, Text text) {
    String prefix = type.name() + ".";
    List<String> known = type.attributes().stream().map(a -> prefix + a.name()).toList();
    if (text.value().startsWith(prefix)) {
      Optional<Attribute> attribute = type.attribute(text.value().substring(prefix.length()));
      if (attribute.isPresent()) {
        return attribute.map(OwnAttribute::new);
      }
    }
    problems.add(
        text.line(),
        "'" + text.value() + "', the attribute of " + what + ", is no attribute of " + type.name(),
        Suggestion.of(text.value(), known));
    return Optional.empty();
  }

  private Optional<Source> overPath(String what, YamlSection section) {
    Optional<Text> path = section.text("path");
    Optional<Text> where = section.text("where");
    Optional<Text> within = section.text("within");
    Optional<Text> aggregate = section.text("aggregate");
    Limits all = limits(what, section);
    if (!section.has("aggregate")) {
      problems.add(
          section.line(),
          what + " has no 'aggregate'",
          "Add 'aggregate: ' and one of " + AggregateReader.KNOWN);
    }
    if (entity.isEmpty() || path.isEmpty() || aggregate.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<Hop>> hops =
        new PathReader(schema, entity.get(), problems).read(what, path.get());
    if (hops.isEmpty()) {
      return Optional.empty();
    }
    Hop last = hops.get().getLast();
    Optional<Condition> condition = where.flatMap(text -> condition(what, last, text));
    OptionalLong window = within.map(text -> window(what, last, text)).orElse(OptionalLong.empty());
    Optional<Aggregate> function =
        new AggregateReader(problems).read(what, hops.get(), aggregate.get());
    if (function.filter(Aggregate.Ratio.class::isInstance).isPresent() && where.isEmpty()) {
      problems.add(
          aggregate.get().line(),
          what + " is a ratio, but has no 'where'",
          "Add 'where: …' to say which of the edges are counted");
    }
    return function.map(f -> new PathAggregate(all.steps(hops.get()), condition, window, f));
  }

  private Optional<Condition> condition(String what, Hop last, Text text) {
    ConditionCompiler compiler =
        compilers.computeIfAbsent(last, hop -> new ConditionCompiler(entity.orElseThrow(), hop));
    return compiler.compile(
        text.value(),
        problem ->
            problems.add(
                text.line(),
                "the condition of "
                    + what
                    + (problem.where().isEmpty() ? "" : ", " + problem.where())
                    + ": "
                    + problem.what(),
                problem.fix()));
  }

  private OptionalLong window(String what, Hop last, Text text) {
    if (last.edge().eventTime().isEmpty()) {
      problems.add(
          text.line(),
          what + " has 'within', but '" + last.edge().name() + "' has no event time",
          "Remove 'within', or declare the event_time of '"
              + last.edge().name()
              + "' in graph.yaml");
    }
    OptionalLong micros = Types.duration(text.value());
    if (micros.isEmpty()) {
      problems.add(
          text.line(),
          "'" + text.value() + "', the 'within' of " + what + ", is no time span",
          "Write a number above 0 and a unit, up to 36500d: 90s, 30m, 24h, 7d");
    }
    return micros;
  }

  private Optional<ElapsedUnit> elapsedUnit(Text text) {
    Optional<ElapsedUnit> unit =
        Arrays.stream(ElapsedUnit.values()).filter(u -> u.written().equals(text.value())).findAny();
    if (unit.isEmpty()) {
      problems.add(
          text.line(),
          "'" + text.value() + "' is no unit of 'elapsed'",
          Suggestion.of(
              text.value(),
              Arrays.stream(ElapsedUnit.values()).map(ElapsedUnit::written).toList()));
    }
    return unit;
  }

  private static AttributeType typeOf(Source source) {
    return switch (source) {
      case Computed computed -> computed.operation().type();
      case OwnAttribute own -> own.attribute().type();
      case PathAggregate path -> path.aggregate().type();
    };
  }
}
