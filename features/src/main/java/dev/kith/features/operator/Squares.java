package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.path.Trail;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * How many cycles of length 4 over a relation the asked node is in, u–f–x–g–u: four distinct nodes,
 * chords allowed, each cycle counted once. A node x that k neighbours lead to closes k (k − 1) / 2
 * of them.
 */
public final class Squares extends TwoHopOperator {

  @Override
  public String name() {
    return "squares";
  }

  @Override
  AttributeType type() {
    return AttributeType.INT;
  }

  @Override
  Object value(TwoHops hops) {
    return hops.squares();
  }

  /** By the way over the newer of the two neighbours to x, and then the other. */
  @Override
  void explain(Ego ego, Relation relation, Evidence evidence) {
    Int2ObjectOpenHashMap<List<Trail>> ways = new Int2ObjectOpenHashMap<>();
    relation.visit(
        ego,
        (neighbour, edges) -> {
          for (int i = edges.end() - 1; i >= edges.from(); i--) {
            if (edges.neighbour(i) != ego.self()) {
              List<Trail> newer = ways.computeIfAbsent(edges.neighbour(i), x -> new ArrayList<>());
              for (Trail way : newer) {
                evidence.add(way.then(neighbour));
              }
              newer.add(relation.further(neighbour, edges, i));
            }
          }
        });
  }
}
