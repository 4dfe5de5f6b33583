package dev.kith.features.oracle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A feature over a path of the shipped graph, as plain data, and as {@code features.yaml} says it.
 * What it comes to says {@link PathOracle}.
 *
 * @param where all of them hold; none of them: every edge is meant
 * @param within the window in hours
 * @param of what the aggregate is over; empty for those that are over nothing
 * @param elapsed whether a time is told as the seconds since
 * @param fallback the default, a number of the feature's type
 * @param limits of the hops of its path
 */
public record PathFeature(
    String name,
    List<Step> path,
    List<Comparison> where,
    OptionalLong within,
    Function function,
    Optional<Field> of,
    boolean elapsed,
    Optional<Object> fallback,
    Limits limits) {

  private static final Set<String> EVENT_TIMES = Set.of("friends.since", "purchased.purchased_at");

  /** A hop. */
  public enum Step {
    FRIENDS("friends", "friends", "user"),
    PURCHASED("purchased", "purchased", "product"),
    BUYERS("~purchased", "purchased", "user");

    private final String written;
    private final String edge;
    private final String target;

    Step(String written, String edge, String target) {
      this.written = written;
      this.edge = edge;
      this.target = target;
    }

    static Step of(String written) {
      for (Step step : values()) {
        if (step.written.equals(written)) {
          return step;
        }
      }
      throw new IllegalArgumentException("no hop " + written);
    }

    String edge() {
      return edge;
    }

    String target() {
      return target;
    }
  }

  /** What is made of the edges at the end. */
  public enum Function {
    COUNT("count"),
    /** Of the nodes at which the last hop begins. */
    COUNT_SOURCES("count_distinct"),
    COUNT_DISTINCT("count_distinct"),
    SUM("sum"),
    AVG("avg"),
    MIN("min"),
    MAX("max"),
    RATIO("ratio");

    private final String written;

    Function(String written) {
      this.written = written;
    }
  }

  /** Types of attributes. */
  public enum Kind {
    INT,
    DOUBLE,
    TEXT,
    TIME
  }

  /** An attribute, and whose: of a type of node or edge, or of {@code self}. */
  public record Field(String owner, String name, Kind kind) {
    @Override
    public String toString() {
      return owner + "." + name;
    }
  }

  /**
   * A condition.
   *
   * @param operator as CEL has it
   * @param right a {@link Field} or a value: {@code Long}, also for times, {@code Double}, {@code
   *     String}
   */
  public record Comparison(Field left, String operator, Object right) {
    @Override
    public String toString() {
      return left + " " + operator + " " + written();
    }

    private String written() {
      return switch (right) {
        case String text -> "'" + text.replace("\\", "\\\\").replace("\n", "\\n") + "'";
        case Long micros when left.kind() == Kind.TIME ->
            "timestamp('" + Instant.EPOCH.plus(micros, ChronoUnit.MICROS) + "')";
        default -> right.toString();
      };
    }
  }

  Step last() {
    return path.getLast();
  }

  /**
   * Whether it asks for no more than the time of the newest edge, which may not be one back to the
   * user.
   */
  boolean isOfTheNewest() {
    return function == Function.MAX
        && !last().target().equals("user")
        && of.stream().anyMatch(field -> EVENT_TIMES.contains(field.toString()))
        && where.isEmpty();
  }

  /** Its path, as in features.yaml. */
  String written() {
    return written(path);
  }

  static String written(List<Step> path) {
    return path.stream().map(step -> step.written).collect(Collectors.joining("."));
  }

  PathFeature named(String other) {
    return new PathFeature(other, path, where, within, function, of, elapsed, fallback, limits);
  }

  PathFeature withoutLimits() {
    return new PathFeature(name, path, where, within, function, of, elapsed, fallback, Limits.NONE);
  }

  /** A features.yaml of these. */
  public static String yaml(List<PathFeature> features) {
    return features.stream()
        .map(PathFeature::toString)
        .collect(Collectors.joining("", "entity: user\nfeatures:\n", ""));
  }

  /** Its lines in features.yaml. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("  - name: ").append(name).append("\n    description: Some path.\n");
    line(out, "path", written());
    if (!where.isEmpty()) {
      line(
          out,
          "where",
          where.stream().map(Comparison::toString).collect(Collectors.joining(" && ")));
    }
    within.ifPresent(hours -> line(out, "within", hours + "h"));
    if (!limits.byHop().isEmpty()) {
      out.append("    limits:\n");
      limits.byHop().forEach((hop, n) -> out.append("      '%s': %d\n".formatted(hop, n)));
    }
    String argument =
        function == Function.COUNT_SOURCES
            ? "(" + path.get(path.size() - 2).written + ")"
            : of.map(field -> "(" + field + ")").orElse("");
    line(out, "aggregate", function.written + argument);
    if (elapsed) {
      line(out, "elapsed", "seconds");
    }
    fallback.ifPresent(value -> line(out, "default", value.toString()));
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append("    ").append(key).append(": '").append(value.replace("'", "''")).append("'\n");
  }
}
