package dev.kith.features.definition;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.condition.AttributeRef.Owner;
import dev.kith.features.definition.Aggregate.CountSources;
import dev.kith.features.definition.Aggregate.CountValues;
import dev.kith.features.definition.Aggregate.Fold;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an aggregate: {@code sum(purchased.amount)}. */
final class AggregateReader {
  static final String KNOWN = "count, count_distinct(x), sum(x), avg(x), min(x), max(x), ratio";

  private static final Pattern CALL = Pattern.compile("([A-Za-z_]+)\\s*(?:\\((.*)\\))?");
  private static final Map<String, Fold.Function> FOLDS =
      Map.of(
          "sum", Fold.Function.SUM,
          "avg", Fold.Function.AVG,
          "min", Fold.Function.MIN,
          "max", Fold.Function.MAX);
  private static final List<String> FUNCTIONS =
      List.of("count", "count_distinct", "sum", "avg", "min", "max", "ratio");
  private static final Set<AttributeType> NUMBERS = Set.of(AttributeType.INT, AttributeType.DOUBLE);

  private final Problems problems;

  AggregateReader(Problems problems) {
    this.problems = problems;
  }

  /** Returns empty if it has a problem. */
  Optional<Aggregate> read(String what, List<Hop> path, Text text) {
    Matcher call = CALL.matcher(text.value().strip());
    String function = call.matches() ? call.group(1) : text.value();
    if (!FUNCTIONS.contains(function)) {
      String nearest = Suggestion.of(function, FUNCTIONS);
      problems.add(
          text.line(),
          "'" + text.value() + "' is no aggregate",
          nearest.endsWith("?") ? nearest : "Known here: " + KNOWN);
      return Optional.empty();
    }
    Optional<String> argument = Optional.ofNullable(call.group(2)).map(String::strip);
    if (function.equals("count") || function.equals("ratio")) {
      if (argument.isPresent()) {
        problems.add(
            text.line(),
            "'" + function + "' takes nothing in brackets, but in " + what + " it has some",
            function.equals("count") ? "Write 'count', or 'count_distinct(x)'" : "Write 'ratio'");
        return Optional.empty();
      }
      return Optional.of(function.equals("count") ? new Aggregate.Count() : new Aggregate.Ratio());
    }
    if (argument.isEmpty()) {
      problems.add(
          text.line(),
          "'" + function + "' of " + what + " does not say of what",
          "Write '" + function + "(x)', x being one of " + String.join(", ", attributes(path)));
      return Optional.empty();
    }
    return of(what, function, argument.get(), path, text);
  }

  private Optional<Aggregate> of(
      String what, String function, String argument, List<Hop> path, Text text) {
    boolean distinct = function.equals("count_distinct");
    List<String> known = new ArrayList<>(attributes(path));
    if (distinct && path.size() > 1) {
      String before = path.get(path.size() - 2).toString();
      known.add(before);
      if (argument.equals(before)) {
        return Optional.of(new CountSources());
      }
    }
    Optional<AttributeRef> ref = attribute(path.getLast(), argument);
    if (ref.isEmpty()) {
      problems.add(
          text.line(),
          "'" + argument + "' is nothing that " + function + " of " + what + " can be over",
          Suggestion.of(argument, known));
      return Optional.empty();
    }
    if (distinct) {
      return Optional.of(new CountValues(ref.get()));
    }
    Fold.Function fold = FOLDS.getOrDefault(function, Fold.Function.SUM);
    AttributeType type = ref.get().attribute().type();
    boolean extreme = fold == Fold.Function.MIN || fold == Fold.Function.MAX;
    if (!NUMBERS.contains(type) && !(extreme && type == AttributeType.TIMESTAMP)) {
      problems.add(
          text.line(),
          what + " has " + function + " over '" + argument + "', which is a " + Types.written(type),
          extreme ? "It must be an int, a double or a timestamp" : "It must be an int or a double");
      return Optional.empty();
    }
    return Optional.of(new Fold(fold, ref.get()));
  }

  private static Optional<AttributeRef> attribute(Hop last, String name) {
    return in(Owner.EDGE, last.edge(), name).or(() -> in(Owner.NODE, last.target(), name));
  }

  private static Optional<AttributeRef> in(Owner owner, ElementType element, String name) {
    String prefix = element.name() + ".";
    return name.startsWith(prefix)
        ? element
            .attribute(name.substring(prefix.length()))
            .map(attribute -> new AttributeRef(owner, attribute))
        : Optional.empty();
  }

  private static List<String> attributes(List<Hop> path) {
    List<String> names = new ArrayList<>();
    for (ElementType element : List.of(path.getLast().edge(), path.getLast().target())) {
      element.attributes().forEach(a -> names.add(element.name() + "." + a.name()));
    }
    return names;
  }
}
