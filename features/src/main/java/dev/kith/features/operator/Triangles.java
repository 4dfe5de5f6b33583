package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

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

  @Override
  void explain(Ego ego, Relation relation, Evidence evidence) {
    find(ego, relation, evidence);
  }

  /** Finds the triangles, each once. */
  static void find(Ego ego, Relation relation, Evidence found) {
    Neighbours neighbours = relation.neighbours(ego);
    LongOpenHashSet known = new LongOpenHashSet();
    relation.visit(
        ego,
        (neighbour, edges) -> {
          for (int i = edges.end() - 1; i >= edges.from(); i--) {
            int node = edges.neighbour(i);
            if (neighbours.contains(node) && known.add(TwoHops.pair(neighbour.node(), node))) {
              found.add(relation.further(neighbour, edges, i));
            }
          }
        });
  }
}
