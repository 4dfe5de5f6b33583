package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;

/** How many nodes are at distance exactly 2 over a relation. */
public final class SecondDegree extends TwoHopOperator {

  @Override
  public String name() {
    return "second_degree";
  }

  @Override
  AttributeType type() {
    return AttributeType.INT;
  }

  @Override
  Object value(TwoHops hops) {
    long beyond = 0;
    for (int node : hops.ways().keySet()) {
      beyond += hops.neighbours().contains(node) ? 0 : 1;
    }
    return beyond;
  }
}
