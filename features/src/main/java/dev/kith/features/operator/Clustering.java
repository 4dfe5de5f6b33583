package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.graph.schema.AttributeType;

/**
 * The share of the pairs of neighbours that are neighbours of each other; 0 below two neighbours:
 * the local clustering coefficient (D. Watts, S. Strogatz, "Collective dynamics of small-world
 * networks", 1998).
 */
public final class Clustering extends TwoHopOperator {

  @Override
  public String name() {
    return "clustering";
  }

  @Override
  AttributeType type() {
    return AttributeType.DOUBLE;
  }

  @Override
  Object value(TwoHops hops) {
    long neighbours = hops.neighbours().size();
    long pairs = Math.multiplyExact(neighbours, neighbours - 1) / 2;
    return pairs == 0 ? 0.0 : hops.adjacent().size() / (double) pairs;
  }

  @Override
  void explain(Ego ego, Relation relation, Evidence evidence) {
    Triangles.find(ego, relation, evidence);
  }
}
