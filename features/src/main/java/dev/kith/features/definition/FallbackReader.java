package dev.kith.features.definition;

import dev.kith.features.definition.FeatureDefinition.Computed;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.definition.FeatureDefinition.Source;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a default: {@code 0.0}, or {@code cohort(city)}. */
final class FallbackReader {
  private static final Pattern COHORT = Pattern.compile("cohort\\s*(?:\\((.*)\\))?");
  private static final Set<AttributeType> NUMBERS = Set.of(AttributeType.INT, AttributeType.DOUBLE);

  /** Hardly two nodes have the same double or the same time. */
  private static final Set<AttributeType> SHARED =
      Set.of(AttributeType.INT, AttributeType.STRING, AttributeType.BOOL);

  private final NodeType entity;
  private final Problems problems;

  FallbackReader(NodeType entity, Problems problems) {
    this.entity = entity;
    this.problems = problems;
  }

  /**
   * Returns empty if it has a problem.
   *
   * @param type of the feature's values
   */
  Optional<Fallback> read(String what, Source source, AttributeType type, Text text) {
    if (!canBeNothing(source)) {
      problems.add(
          text.line(),
          what + " has a 'default', but it has a value even where there is nothing",
          "Remove 'default'");
      return Optional.empty();
    }
    Matcher cohort = COHORT.matcher(text.value().strip());
    if (cohort.matches()) {
      return cohort(what, type, text, Optional.ofNullable(cohort.group(1)).orElse("").strip());
    }
    Optional<Fallback> value = Types.parse(type, text.value()).map(Fallback.Constant::new);
    if (value.isEmpty()) {
      problems.add(
          text.line(),
          "'" + text.value() + "', the default of " + what + ", is no " + Types.written(type),
          "Write " + Types.example(type));
    }
    return value;
  }

  private Optional<Fallback> cohort(String what, AttributeType type, Text text, String by) {
    if (!NUMBERS.contains(type)) {
      problems.add(
          text.line(),
          what + " has the mean of a cohort as default, but is of type " + Types.written(type),
          "Only an int or a double has a mean: write " + Types.example(type));
      return Optional.empty();
    }
    List<Attribute> known =
        entity.attributes().stream().filter(a -> SHARED.contains(a.type())).toList();
    Optional<Attribute> attribute = known.stream().filter(a -> a.name().equals(by)).findAny();
    if (attribute.isEmpty()) {
      problems.add(
          text.line(),
          "'"
              + by
              + "', by which the default of "
              + what
              + " forms cohorts, is no int, string or"
              + " bool of "
              + entity.name(),
          Suggestion.of(by, known.stream().map(Attribute::name).toList()));
    }
    return attribute.map(Fallback.CohortMean::new);
  }

  private static boolean canBeNothing(Source source) {
    return switch (source) {
      case OwnAttribute _ -> true;
      case PathAggregate path -> path.aggregate().canBeNothing();
      case Computed _ -> false;
    };
  }
}
