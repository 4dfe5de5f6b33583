package dev.kith.features.condition;

import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.kith.features.condition.Variables.Variable;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.schema.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong with a condition.
 *
 * @param where in the condition ({@code character 15}); empty if it can't be named
 * @param what in CEL's words
 * @param fix what to do about it
 */
public record ConditionProblem(String where, String what, String fix) {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern NO_FIELD = Pattern.compile("undefined field '([^']*)'");
  private static final Pattern MIXED_NUMBERS =
      Pattern.compile(".*applied to '\\((int, double|double, int)\\)'.*");
  private static final Pattern NOT_BOOL = Pattern.compile("expected type 'bool' but found .*");
  private static final Pattern LAST_NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*$");

  static ConditionProblem of(
      String message, CelSourceLocation location, CelSource source, Variables variables) {
    String what = message.lines().findFirst().orElse(message).replaceFirst("\\.$", "");
    String before = textBefore(source, location);
    return new ConditionProblem(position(source, location), what, fix(what, before, variables));
  }

  static ConditionProblem bare(String name, CelSourceLocation location, CelSource source) {
    return new ConditionProblem(
        position(source, location),
        "'" + name + "' stands without an attribute",
        "Write '" + name + ".' and the name of an attribute");
  }

  private static String fix(String what, String before, Variables variables) {
    Matcher undeclared = UNDECLARED.matcher(what);
    if (undeclared.matches()) {
      return Suggestion.of(undeclared.group(1), variables.byName().keySet());
    }
    Matcher noField = NO_FIELD.matcher(what);
    Matcher owner = LAST_NAME.matcher(before);
    if (noField.matches() && owner.find()) {
      List<String> known =
          Optional.ofNullable(variables.byName().get(owner.group(1)))
              .map(Variable::element)
              .map(element -> element.attributes().stream().map(Attribute::name).toList())
              .orElse(List.of());
      return Suggestion.of(noField.group(1), known);
    }
    if (MIXED_NUMBERS.matcher(what).matches()) {
      return "Write the number that is compared with a double with a point: 100.0";
    }
    if (NOT_BOOL.matcher(what).matches()) {
      return "A condition is true or false: compare it with something";
    }
    return "Correct the condition (its language is CEL: https://cel.dev)";
  }

  /** From 1, as people count. */
  private static String position(CelSource source, CelSourceLocation location) {
    if (location.getLine() < 1) {
      return "";
    }
    String character = "character " + (location.getColumn() + 1);
    boolean oneLine = source.getContent().toString().strip().lines().count() <= 1;
    return oneLine ? character : "line " + location.getLine() + ", " + character;
  }

  private static String textBefore(CelSource source, CelSourceLocation location) {
    return source
        .getSnippet(location.getLine())
        .map(line -> line.substring(0, Math.clamp(location.getColumn(), 0, line.length())))
        .orElse("");
  }
}
