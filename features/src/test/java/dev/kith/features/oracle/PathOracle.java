package dev.kith.features.oracle;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.PathFeature.Comparison;
import dev.kith.features.oracle.PathFeature.Field;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import dev.kith.features.oracle.PathFeature.Step;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any feature over a path, as {@code docs/features.md} defines the language: hop by hop. Written to
 * be read, not to be fast.
 */
public final class PathOracle {
  private final Rows rows;
  private final String user;
  private final long now;

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public PathOracle(Rows rows, String user, long now) {
    this.rows = rows;
    this.user = user;
    this.now = now;
  }

  /** The features by name, in their order; empty if there is no row for the user. */
  public Optional<Map<String, Value>> features(List<PathFeature> features) {
    if (rows.row(Table.USERS, List.of(user)) == null) {
      return Optional.empty();
    }
    Map<String, Value> out = new LinkedHashMap<>();
    for (PathFeature feature : features) {
      Hops hops = new Hops(rows, user, now, feature.limits());
      Object value = value(feature, hops);
      if (value instanceof Long time && feature.elapsed()) {
        value = Exact.quotient(new BigDecimal(now - time), Hops.SECOND);
      }
      Value said =
          value == null && feature.fallback().isPresent()
              ? Value.fallback(feature.fallback().get())
              : Value.of(value);
      out.put(feature.name(), said.truncated(isCut(feature, hops)));
    }
    return Optional.of(out);
  }

  /** Whether without limits the value could be another one. */
  private static boolean isCut(PathFeature feature, Hops hops) {
    String path = feature.written();
    if (feature.isOfTheNewest()) { // which every limit leaves
      return hops.isCutBefore(path);
    }
    return feature.within().isPresent()
        ? hops.isCutWithin(path, feature.within().getAsLong() * Hops.HOUR)
        : hops.isCut(path);
  }

  private @Nullable Object value(PathFeature feature, Hops hops) {
    List<Edge> meant = new ArrayList<>();
    List<Edge> matching = new ArrayList<>();
    for (Edge edge : hops.along(feature.written())) {
      if (feature.within().isEmpty()
          || hops.isWithin(edge, feature.within().getAsLong() * Hops.HOUR)) {
        meant.add(edge);
        if (feature.where().stream().allMatch(comparison -> holds(comparison, edge))) {
          matching.add(edge);
        }
      }
    }
    Step last = feature.last();
    return switch (feature.function()) {
      case COUNT -> (long) elements(last, matching).size();
      case COUNT_SOURCES -> matching.stream().map(Edge::from).distinct().count();
      case RATIO -> {
        int all = elements(last, meant).size();
        yield all == 0
            ? null
            : Exact.quotient(new BigDecimal(elements(last, matching).size()), all);
      }
      case COUNT_DISTINCT, SUM, AVG, MIN, MAX ->
          aggregate(feature.function(), feature.of().orElseThrow(), matching);
    };
  }

  /** Edges where the type has a key of its own, else nodes: one edge for each. */
  private static List<Edge> elements(Step last, List<Edge> edges) {
    Map<Object, Edge> out = new LinkedHashMap<>();
    edges.forEach(edge -> out.putIfAbsent(last == Step.FRIENDS ? edge.to() : edge.id(), edge));
    return List.copyOf(out.values());
  }

  private @Nullable Object aggregate(Function function, Field of, List<Edge> matching) {
    List<Object> values = new ArrayList<>();
    Set<Object> seen = new LinkedHashSet<>();
    for (Edge edge : matching) {
      boolean ofEdge = of.owner().equals(edge.step().edge());
      boolean byEdge = ofEdge || edge.step() != Step.FRIENDS;
      Object value = field(of, edge);
      if (value != null && seen.add(byEdge ? edge.id() : edge.to())) {
        values.add(value);
      }
    }
    if (function == Function.COUNT_DISTINCT) {
      return values.stream().distinct().count();
    }
    List<BigDecimal> numbers =
        values.stream()
            .map(v -> v instanceof Double d ? new BigDecimal(d) : new BigDecimal((Long) v))
            .toList();
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return switch (function) {
      case SUM -> typed(of, sum);
      case AVG -> numbers.isEmpty() ? null : (Object) Exact.quotient(sum, numbers.size());
      case MIN -> numbers.stream().min(BigDecimal::compareTo).map(n -> typed(of, n)).orElse(null);
      case MAX -> numbers.stream().max(BigDecimal::compareTo).map(n -> typed(of, n)).orElse(null);
      default -> throw new IllegalArgumentException("not over a field: " + function);
    };
  }

  private static Object typed(Field of, BigDecimal number) {
    return of.kind() == Kind.DOUBLE ? number.doubleValue() : (Object) number.longValueExact();
  }

  private boolean holds(Comparison comparison, Edge edge) {
    Object left = field(comparison.left(), edge);
    Object right =
        comparison.right() instanceof Field field ? field(field, edge) : comparison.right();
    if (left == null || right == null) {
      return false;
    }
    int order =
        switch (left) {
          case Long number -> number.compareTo((Long) right);
          case Double number -> number.compareTo((Double) right);
          default -> ((String) left).compareTo((String) right);
        };
    return switch (comparison.operator()) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** As the graph holds it: {@code Long}, {@code Double}, {@code String}; null if missing. */
  private @Nullable Object field(Field field, Edge edge) {
    SourceRow row =
        switch (field.owner()) {
          case "self" -> rows.row(Table.USERS, List.of(user));
          case "user" -> rows.row(Table.USERS, List.of(edge.to()));
          case "product" -> rows.row(Table.PRODUCTS, List.of(edge.to()));
          case "purchased" -> rows.row(Table.PURCHASES, List.of((String) edge.id()));
          default -> null;
        };
    if (field.owner().equals("friends")) {
      return edge.time();
    }
    return switch (row == null ? null : row.columns().get(field.name())) {
      case null -> null;
      case Integer number -> number.longValue();
      case BigDecimal decimal -> decimal.doubleValue();
      case Object value -> value;
    };
  }
}
