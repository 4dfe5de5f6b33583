package dev.kith.features.oracle;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A feature of the shipped graph whose default is the mean of a cohort.
 *
 * @param of what it is without that default, under a name of its own
 * @param by the attribute of the user by which cohorts are formed
 */
public record CohortFeature(Of of, String by) {

  /** What a feature is made of. */
  public sealed interface Of {
    String name();
  }

  /** A number at the end of a path. */
  public record OfPath(PathFeature path) implements Of {
    @Override
    public String name() {
      return path.name();
    }
  }

  /** The user's own age in years. */
  public record Age(String name) implements Of {}

  /** The seconds since the user's {@code created_at}. */
  public record AccountAge(String name) implements Of {}

  public String name() {
    return of.name();
  }

  /** A features.yaml of these. */
  public static String yaml(List<CohortFeature> features) {
    return features.stream()
        .map(CohortFeature::toString)
        .collect(Collectors.joining("", "entity: user\nfeatures:\n", ""));
  }

  /** Its lines in features.yaml. */
  @Override
  public String toString() {
    String lines =
        switch (of) {
          case OfPath(PathFeature path) -> path.toString();
          case Age(String name) -> own(name, "age");
          case AccountAge(String name) -> own(name, "created_at") + "    elapsed: seconds\n";
        };
    return lines + "    default: cohort(" + by + ")\n";
  }

  private static String own(String name, String attribute) {
    return "  - name: %s\n    description: X.\n    attribute: user.%s\n".formatted(name, attribute);
  }

  /** A user's own value, null without one; it does not look at the default. */
  Value value(Rows rows, String user, long now) {
    SourceRow self = rows.row(Table.USERS, List.of(user));
    return switch (of) {
      case OfPath(PathFeature path) ->
          new PathOracle(rows, user, now)
              .features(List.of(path))
              .flatMap(values -> Optional.ofNullable(values.get(path.name())))
              .map(value -> new Value(number(value.value()), false, value.truncated()))
              .orElseThrow();
      case Age _ -> Value.of(self == null ? null : number(self.columns().get("age")));
      case AccountAge _ -> {
        Long created = self == null ? null : self.time("created_at");
        yield Value.of(
            created == null
                ? null
                : (Object) Exact.quotient(new BigDecimal(now - created), Hops.SECOND));
      }
    };
  }

  private static @Nullable Object number(@Nullable Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }
}
