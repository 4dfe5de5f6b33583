package dev.kith.features.operator;

/**
 * A way to make a value of the graph around the asked node. Found by {@link
 * java.util.ServiceLoader}: immutable, thread-safe, with a public constructor without arguments.
 */
public interface Operator {

  /** As features.yaml names it: {@code operator: triangles}. */
  String name();

  /**
   * Reads its arguments: what stands beside its name.
   *
   * @throws InvalidArgumentException if they are not what it takes
   */
  Operation read(Arguments arguments);
}
