package dev.kith.features.definition;

import dev.kith.features.definition.FeatureDefinition.Computed;
import dev.kith.features.definition.FeatureDefinition.Source;
import dev.kith.features.operator.Arguments;
import dev.kith.features.operator.InvalidArgumentException;
import dev.kith.features.operator.Operator;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection.Text;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds operators by their names. */
final class OperatorReader {
  private static final Map<String, Operator> OPERATORS =
      ServiceLoader.load(Operator.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(
              Collectors.toMap(
                  Operator::name,
                  Function.identity(),
                  (a, b) -> {
                    throw new IllegalStateException(
                        "two operators have the name '%s': %s and %s"
                            .formatted(a.name(), a.getClass().getName(), b.getClass().getName()));
                  },
                  TreeMap::new));

  private final Problems problems;

  OperatorReader(Problems problems) {
    this.problems = problems;
  }

  /** Returns empty if there is a problem. */
  Optional<Source> read(String what, Text name, Arguments arguments) {
    Operator operator = OPERATORS.get(name.value());
    if (operator == null) {
      problems.add(
          name.line(),
          "there is no operator '" + name.value() + "', which " + what + " names",
          Suggestion.of(name.value(), OPERATORS.keySet()));
      return Optional.empty();
    }
    try {
      return Optional.of(new Computed(operator.read(arguments)));
    } catch (InvalidArgumentException e) {
      problems.add(e.line(), String.valueOf(e.getMessage()), e.fix());
      return Optional.empty();
    }
  }
}
