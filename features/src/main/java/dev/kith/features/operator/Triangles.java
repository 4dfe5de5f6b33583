package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;

/**
 * How many pairs of neighbours are neighbours of each other: the triangles of a relation in which
 * the asked node is. Found by looking each one's neighbours up among those of the asked node ("node
 * iterator": T. Schank, D. Wagner, "Finding, Counting and Listing All Triangles in Large Graphs",
 * 2005).
 */
public final class Triangles extends TwoHopOperator {

  @Override
  public String name() {
    return "triangles";
  }

  @Override
  AttributeType type() {
    return AttributeType.INT;
  }

  @Override
  Object value(TwoHops hops) {
    return (long) hops.adjacent().size();
  }
}
