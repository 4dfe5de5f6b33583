package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

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
    return hops.beyond();
  }

  @Override
  void explain(Ego ego, Relation relation, Evidence evidence) {
    Neighbours neighbours = relation.neighbours(ego);
    IntOpenHashSet known = new IntOpenHashSet();
    relation.visit(
        ego,
        (neighbour, edges) -> {
          for (int i = edges.end() - 1; i >= edges.from(); i--) {
            int node = edges.neighbour(i);
            if (node != ego.self() && !neighbours.contains(node) && known.add(node)) {
              evidence.add(relation.further(neighbour, edges, i));
            }
          }
        });
  }
}
