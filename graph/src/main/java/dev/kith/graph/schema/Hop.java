package dev.kith.graph.schema;

import java.util.stream.Stream;

/**
 * One step of a path: along an edge type, forwards or backwards. A symmetric type has no backwards.
 */
public record Hop(EdgeType edge, boolean forward) {

  public Hop {
    if (edge.symmetric() && !forward) {
      throw new IllegalArgumentException(
          edge.name() + " is symmetric: it has no backward direction");
    }
  }

  /** The hops along an edge type: one in each direction that it has. */
  public static Stream<Hop> along(EdgeType edge) {
    return edge.symmetric()
        ? Stream.of(new Hop(edge, true))
        : Stream.of(new Hop(edge, true), new Hop(edge, false));
  }

  /** The type of the node it starts from. */
  public NodeType source() {
    return forward ? edge.from() : edge.to();
  }

  /** The type of the node it leads to. */
  public NodeType target() {
    return forward ? edge.to() : edge.from();
  }

  /** Made of little, since what an evaluation shares is found by it. */
  @Override
  public int hashCode() {
    return 2 * edge.index() + (forward ? 1 : 0);
  }

  /** As {@code features.yaml} writes it: {@code purchased}, {@code ~purchased}. */
  @Override
  public String toString() {
    return forward ? edge.name() : "~" + edge.name();
  }
}
