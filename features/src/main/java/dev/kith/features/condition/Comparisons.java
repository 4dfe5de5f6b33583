package dev.kith.features.condition;

import dev.kith.graph.schema.AttributeType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of an attribute with a constant or with another attribute of its type: what most
 * conditions are made of. Each gives what the CEL runtime gives, without boxing.
 */
final class Comparisons {

  private Comparisons() {}

  /**
   * A comparison of an attribute with a constant.
   *
   * @param constant a {@code Long} (for {@code INT}; for {@code TIMESTAMP} in epoch microseconds),
   *     {@code Double}, {@code Boolean} or {@code String}
   * @return empty if the constant is not of the attribute's type
   */
  static Optional<Predicate> withConstant(Relation relation, AttributeRef left, Object constant) {
    AttributeType type = left.attribute().type();
    return Optional.ofNullable(
        switch (constant) {
          case Long c when type == AttributeType.INT || type == AttributeType.TIMESTAMP ->
              longs(relation, left, c);
          case Boolean c when type == AttributeType.BOOL -> longs(relation, left, c ? 1 : 0);
          case Double c when type == AttributeType.DOUBLE && !c.isNaN() ->
              doubles(relation, left, c);
          case String c when type == AttributeType.STRING -> strings(relation, left, c);
          default -> null;
        });
  }

  /** Returns empty if the two are not of the same type. */
  static Optional<Predicate> ofAttributes(
      Relation relation, AttributeRef left, AttributeRef right) {
    AttributeType type = left.attribute().type();
    if (type != right.attribute().type()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (type) {
          case INT, TIMESTAMP, BOOL -> longs(relation, left, right);
          case DOUBLE -> doubles(relation, left, right);
          case STRING -> strings(relation, left, right);
        });
  }

  private static Predicate longs(Relation relation, AttributeRef left, long right) {
    return (edges, i) ->
        edges.has(left, i) ? relation.test(Long.compare(edges.bits(left, i), right)) : Truth.ERROR;
  }

  private static Predicate longs(Relation relation, AttributeRef left, AttributeRef right) {
    return (edges, i) ->
        edges.has(left, i) && edges.has(right, i)
            ? relation.test(Long.compare(edges.bits(left, i), edges.bits(right, i)))
            : Truth.ERROR;
  }

  private static Predicate doubles(Relation relation, AttributeRef left, double right) {
    return (edges, i) ->
        edges.has(left, i)
            ? relation.test(compare(doubleValue(edges, left, i), right))
            : Truth.ERROR;
  }

  private static Predicate doubles(Relation relation, AttributeRef left, AttributeRef right) {
    return (edges, i) ->
        edges.has(left, i) && edges.has(right, i)
            ? relation.test(compare(doubleValue(edges, left, i), doubleValue(edges, right, i)))
            : Truth.ERROR;
  }

  private static Predicate strings(Relation relation, AttributeRef left, String right) {
    return (edges, i) -> compare(relation, edges.text(left, i), right);
  }

  private static Predicate strings(Relation relation, AttributeRef left, AttributeRef right) {
    return (edges, i) -> compare(relation, edges.text(left, i), edges.text(right, i));
  }

  private static Truth compare(Relation relation, @Nullable String left, @Nullable String right) {
    if (left == null || right == null) {
      return Truth.ERROR;
    }
    return relation.test(left.equals(right) ? 0 : left.compareTo(right)); // mostly the same object
  }

  /** As IEEE 754 does: the two zeros are equal. There are no NaNs. */
  private static int compare(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }

  private static double doubleValue(Edges edges, AttributeRef ref, int i) {
    return Double.longBitsToDouble(edges.bits(ref, i));
  }
}
