package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.PathFeature.Comparison;
import dev.kith.features.oracle.PathFeature.Field;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import dev.kith.features.oracle.PathFeature.Step;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
      Value said = said(feature, value(feature, hops));
      out.put(feature.name(), said.truncated(isCut(feature, hops)));
    }
    return Optional.of(out);
  }

  /**
   * What pieces come to.
   *
   * @param parts what each brings to the value; nothing of a count
   */
  public @Nullable Object made(PathFeature feature, int pieces, List<Object> parts) {
    List<Object> values =
        parts.stream().map(p -> p instanceof Instant time ? Pieces.micros(time) : p).toList();
    Object value =
        switch (feature.function()) {
          case COUNT, COUNT_SOURCES -> (long) pieces;
          case RATIO -> {
            Hops hops = new Hops(rows, user, now, feature.limits());
            int all = elements(feature.last(), meant(feature, hops)).size();
            yield all == 0 ? null : Exact.quotient(new BigDecimal(pieces), all);
          }
          case COUNT_DISTINCT -> {
            assertThat(values).hasSize(pieces).doesNotHaveDuplicates();
            yield (long) pieces;
          }
          case SUM, AVG -> fold(feature.function(), feature.of().orElseThrow(), values);
          case MIN, MAX -> {
            assertThat(new HashSet<>(values)).hasSizeLessThanOrEqualTo(1);
            yield fold(feature.function(), feature.of().orElseThrow(), values);
          }
        };
    return said(feature, value).value();
  }

  private Value said(PathFeature feature, @Nullable Object value) {
    Object said =
        value instanceof Long time && feature.elapsed()
            ? (Object) Exact.quotient(new BigDecimal(now - time), Hops.SECOND)
            : value;
    return said == null && feature.fallback().isPresent()
        ? Value.fallback(feature.fallback().get())
        : Value.of(said);
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
    List<Edge> meant = meant(feature, hops);
    List<Edge> matching =
        meant.stream()
            .filter(edge -> feature.where().stream().allMatch(where -> holds(where, edge)))
            .toList();
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

  private static List<Edge> meant(PathFeature feature, Hops hops) {
    return hops.along(feature.written()).stream()
        .filter(
            edge ->
                feature.within().isEmpty()
                    || hops.isWithin(edge, feature.within().getAsLong() * Hops.HOUR))
        .toList();
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
    return function == Function.COUNT_DISTINCT
        ? (Object) values.stream().distinct().count()
        : fold(function, of, values);
  }

  private static @Nullable Object fold(Function function, Field of, List<Object> values) {
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
