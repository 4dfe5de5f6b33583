package dev.kith.features.oracle;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.PathFeature.Comparison;
import dev.kith.features.oracle.PathFeature.Field;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import dev.kith.features.oracle.PathFeature.Step;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any feature over a path, as {@code docs/features.md} defines the language: hop by hop over a list
 * of all edges. Written to be read, not to be fast.
 */
public final class PathOracle {
  private static final long HOUR = 3_600_000_000L;
  private static final MathContext DIGITS = new MathContext(200);

  /**
   * An edge as one of its ends sees it.
   *
   * @param id what it is the same edge by, also from its other end
   * @param time null if it has none
   */
  private record Edge(Step step, String from, String to, Object id, @Nullable Long time) {}

  private final Rows rows;
  private final String user;
  private final long now;
  private final List<Edge> edges = new ArrayList<>();

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public PathOracle(Rows rows, String user, long now) {
    this.rows = rows;
    this.user = user;
    this.now = now;
    addFriendships();
    for (SourceRow row : rows.of(Table.PURCHASES)) {
      String buyer = text(row, "user_id");
      String product = text(row, "product_id");
      String id = text(row, "purchase_id");
      Long time = row.time("purchased_at");
      edges.add(new Edge(Step.PURCHASED, buyer, product, id, time));
      edges.add(new Edge(Step.BUYERS, product, buyer, id, time));
    }
    edges.removeIf(edge -> edge.time() != null && edge.time() > now);
    edges.removeIf(edge -> edge.step().target().equals("user") && edge.to().equals(user));
  }

  private void addFriendships() {
    Map<Set<String>, List<SourceRow>> pairs = new LinkedHashMap<>();
    for (SourceRow row : rows.of(Table.FRIENDSHIPS)) {
      Set<String> pair = Set.of(text(row, "user_id"), text(row, "friend_id"));
      pairs.computeIfAbsent(pair, p -> new ArrayList<>()).add(row);
    }
    pairs.forEach(
        (pair, both) -> {
          Long since = both.getFirst().time("since");
          for (SourceRow row : both) {
            Long other = row.time("since");
            since = since == null || other == null ? null : Long.valueOf(Math.min(since, other));
          }
          String a = text(both.getFirst(), "user_id");
          String b = text(both.getFirst(), "friend_id");
          edges.add(new Edge(Step.FRIENDS, a, b, pair, since));
          edges.add(new Edge(Step.FRIENDS, b, a, pair, since));
        });
  }

  /** The features by name, in their order; empty if there is no row for the user. */
  public Optional<Map<String, Value>> features(List<PathFeature> features) {
    if (rows.row(Table.USERS, List.of(user)) == null) {
      return Optional.empty();
    }
    Map<String, Value> out = new LinkedHashMap<>();
    for (PathFeature feature : features) {
      Object value = value(feature);
      if (value instanceof Long time && feature.elapsed()) {
        value = quotient(new BigDecimal(now - time), 1_000_000);
      }
      out.put(
          feature.name(),
          value == null && feature.fallback().isPresent()
              ? new Value(feature.fallback().get(), true)
              : new Value(value, false));
    }
    return Optional.of(out);
  }

  private @Nullable Object value(PathFeature feature) {
    List<Edge> reached = reached(feature.path());
    List<Edge> meant = new ArrayList<>();
    List<Edge> matching = new ArrayList<>();
    for (Edge edge : reached) {
      if (feature.within().isEmpty() || isWithin(edge.time(), feature.within().getAsLong())) {
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
        yield all == 0 ? null : quotient(new BigDecimal(elements(last, matching).size()), all);
      }
      case COUNT_DISTINCT, SUM, AVG, MIN, MAX ->
          aggregate(feature.function(), feature.of().orElseThrow(), matching);
    };
  }

  /** The edges of the last hop, each as often as there are ends from which the path walks it. */
  private List<Edge> reached(List<Step> path) {
    Set<String> at = Set.of(user);
    List<Edge> reached = List.of();
    for (Step step : path) {
      Set<String> from = at;
      reached = edges.stream().filter(e -> e.step() == step && from.contains(e.from())).toList();
      at = new HashSet<>(reached.stream().map(Edge::to).toList());
    }
    return reached;
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
      case AVG -> numbers.isEmpty() ? null : (Object) quotient(sum, numbers.size());
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

  private boolean isWithin(@Nullable Long time, long hours) {
    return time != null && now - hours * HOUR < time && time <= now;
  }

  private static double quotient(BigDecimal dividend, long divisor) {
    return dividend.divide(new BigDecimal(divisor), DIGITS).doubleValue();
  }

  private static String text(SourceRow row, String column) {
    return Objects.requireNonNull(row.text(column));
  }
}
