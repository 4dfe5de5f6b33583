package dev.kith.features.oracle;

import dev.kith.features.oracle.PathFeature.Comparison;
import dev.kith.features.oracle.PathFeature.Field;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import dev.kith.features.oracle.PathFeature.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Features that nobody asked for, over paths of up to three hops. */
public final class RandomFeatures {
  private static final Map<String, List<Field>> FIELDS =
      Map.of(
          "user", fields("user"),
          "self", fields("self"),
          "product",
              List.of(
                  new Field("product", "category", Kind.TEXT),
                  new Field("product", "price", Kind.DOUBLE)),
          "friends", List.of(new Field("friends", "since", Kind.TIME)),
          "purchased",
              List.of(
                  new Field("purchased", "quantity", Kind.INT),
                  new Field("purchased", "amount", Kind.DOUBLE),
                  new Field("purchased", "purchased_at", Kind.TIME)));

  private static final Set<Function> MAY_BE_NOTHING =
      Set.of(Function.AVG, Function.MIN, Function.MAX, Function.RATIO);

  /** The windows at whose edges histories put times. */
  private static final List<Long> HOURS = List.of(1L, 24L, 7 * 24L, 30 * 24L);

  private final Random random;
  private final RandomValues values;
  private final boolean limited;

  private RandomFeatures(Random random, long now, boolean limited) {
    this.random = random;
    this.values = new RandomValues(random, now);
    this.limited = limited;
  }

  /**
   * Some features.
   *
   * @param now times in conditions are about this one, in epoch microseconds
   */
  public static List<PathFeature> of(Random random, long now, int count) {
    return of(random, now, count, false);
  }

  /** Some features, most of them with small limits on some of their hops. */
  public static List<PathFeature> limited(Random random, long now, int count) {
    return of(random, now, count, true);
  }

  private static List<PathFeature> of(Random random, long now, int count, boolean limited) {
    RandomFeatures features = new RandomFeatures(random, now, limited);
    List<PathFeature> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(features.next("f" + i));
    }
    return out;
  }

  private PathFeature next(String name) {
    List<Step> path = path();
    Step last = path.getLast();
    Function function = pick(List.of(Function.values()));
    if (function == Function.COUNT_SOURCES && path.size() == 1) {
      function = Function.COUNT;
    }
    Optional<Field> of =
        switch (function) {
          case COUNT, COUNT_SOURCES, RATIO -> Optional.empty();
          case COUNT_DISTINCT -> Optional.of(field(last, Set.of(Kind.values())));
          case MIN, MAX -> Optional.of(field(last, Set.of(Kind.INT, Kind.DOUBLE, Kind.TIME)));
          case SUM, AVG -> Optional.of(field(last, Set.of(Kind.INT, Kind.DOUBLE)));
        };
    boolean elapsed =
        of.isPresent()
            && of.get().kind() == Kind.TIME
            && function != Function.COUNT_DISTINCT
            && random.nextBoolean();
    boolean conditional = function == Function.RATIO || random.nextBoolean();
    return new PathFeature(
        name,
        path,
        conditional ? conditions(last) : List.of(),
        random.nextBoolean() ? OptionalLong.of(pick(HOURS)) : OptionalLong.empty(),
        function,
        of,
        elapsed,
        MAY_BE_NOTHING.contains(function) && random.nextInt(3) == 0
            ? fallback(function, of, elapsed)
            : Optional.empty(),
        limited ? limits(path) : Limits.NONE);
  }

  private Limits limits(List<Step> path) {
    Map<String, Integer> out = new TreeMap<>();
    for (int hops = 1; hops <= path.size(); hops++) {
      if (random.nextBoolean()) {
        out.put(PathFeature.written(path.subList(0, hops)), 1 + random.nextInt(4));
      }
    }
    return new Limits(out);
  }

  private List<Step> path() {
    List<Step> path = new ArrayList<>();
    for (int hops = 1 + random.nextInt(3); hops > 0; hops--) {
      boolean atProduct = !path.isEmpty() && path.getLast() == Step.PURCHASED;
      path.add(atProduct ? Step.BUYERS : random.nextBoolean() ? Step.FRIENDS : Step.PURCHASED);
    }
    return path;
  }

  private static List<Field> fields(String user) {
    return List.of(
        new Field(user, "age", Kind.INT),
        new Field(user, "city", Kind.TEXT),
        new Field(user, "created_at", Kind.TIME));
  }

  private static List<Field> fieldsOf(String owner) {
    return FIELDS.getOrDefault(owner, List.of());
  }

  /** Of the last edge or its target. */
  private Field field(Step last, Set<Kind> kinds) {
    return pick(
        Stream.concat(fieldsOf(last.edge()).stream(), fieldsOf(last.target()).stream())
            .filter(field -> kinds.contains(field.kind()))
            .toList());
  }

  private List<Comparison> conditions(Step last) {
    List<Comparison> out = new ArrayList<>();
    for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      String owner = pick(List.of(last.edge(), last.target(), last.target(), "self"));
      Field left = pick(fieldsOf(owner));
      List<Field> same =
          fieldsOf("self").stream()
              .filter(f -> f.kind() == left.kind() && !f.equals(left))
              .toList();
      boolean between = !same.isEmpty() && random.nextBoolean();
      out.add(new Comparison(left, operator(left.kind()), between ? pick(same) : constant(left)));
    }
    return out;
  }

  private String operator(Kind kind) {
    return pick(
        kind == Kind.TEXT ? List.of("==", "!=") : List.of("==", "!=", "<", "<=", ">", ">="));
  }

  private Object constant(Field field) {
    while (true) {
      Object value =
          switch (field.kind()) {
            case INT -> values.integer();
            case DOUBLE -> values.amount();
            case TEXT -> values.text();
            case TIME -> values.time();
          };
      switch (value) {
        case null -> {}
        case Integer number -> {
          return number.longValue();
        }
        case BigDecimal decimal -> {
          return decimal.doubleValue();
        }
        default -> {
          return value;
        }
      }
    }
  }

  private static Optional<Object> fallback(Function function, Optional<Field> of, boolean elapsed) {
    if (function == Function.AVG || function == Function.RATIO || elapsed) {
      return Optional.of(-1.5);
    }
    return switch (of.orElseThrow().kind()) {
      case INT -> Optional.of(-1L);
      case DOUBLE -> Optional.of(-1.5);
      case TEXT, TIME -> Optional.empty();
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
