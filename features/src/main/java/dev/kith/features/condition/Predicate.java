package dev.kith.features.condition;

/** A condition, or a part of one. Thread-safe. */
@FunctionalInterface
interface Predicate {

  Truth test(Edges edges, int i);

  default Predicate and(Predicate other) {
    return (edges, i) -> {
      Truth left = test(edges, i);
      return left == Truth.FALSE ? left : left.and(other.test(edges, i));
    };
  }

  default Predicate or(Predicate other) {
    return (edges, i) -> {
      Truth left = test(edges, i);
      return left == Truth.TRUE ? left : left.or(other.test(edges, i));
    };
  }

  default Predicate not() {
    return (edges, i) -> test(edges, i).not();
  }
}
