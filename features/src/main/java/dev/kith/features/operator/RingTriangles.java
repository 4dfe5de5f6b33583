package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.List;

/**
 * In how many triangles of a relation, that the asked node is in, all three acted on the same node
 * at about the same time: the two others each near the same act of the asked node. Each pair of
 * others counts once.
 *
 * <pre>
 *   over:    the relation
 *   via:     the acts
 *   apart:   at most so far from that of the asked node are the others'
 *   within:  at most so old is the asked node's own
 * </pre>
 *
 * <p>O(edges of the neighbours + acts about the asked node's own + pairs of neighbours that acted
 * about one).
 */
public final class RingTriangles implements Operator {

  @Override
  public String name() {
    return "ring_triangles";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(Relation.of(arguments, arguments.relation("over")), CoActions.of(arguments));
  }

  private record Found(Relation relation, CoActions actions) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public List<List<Step>> reads() {
      return List.of(relation.first(2), actions.acts().path());
    }

    @Override
    public Value evaluate(Ego ego) {
      TwoHops hops = TwoHops.around(ego, relation);
      LongOpenHashSet triangles = new LongOpenHashSet();
      boolean cut =
          actions.visit(
              ego,
              (target, near, from, end) -> add(triangles, hops, neighbours(hops, near, from, end)));
      return new Value((long) triangles.size(), cut || hops.cut());
    }

    private static IntArrayList neighbours(TwoHops hops, Kept near, int from, int end) {
      IntOpenHashSet met = new IntOpenHashSet();
      IntArrayList out = new IntArrayList();
      for (int i = from; i < end; i++) {
        int actor = near.neighbour(i);
        if (hops.neighbours().contains(actor) && met.add(actor)) {
          out.add(actor);
        }
      }
      return out;
    }

    private static void add(LongOpenHashSet triangles, TwoHops hops, IntArrayList actors) {
      for (int i = 0; i < actors.size(); i++) {
        for (int j = i + 1; j < actors.size(); j++) {
          if (hops.areAdjacent(actors.getInt(i), actors.getInt(j))) {
            triangles.add(TwoHops.pair(actors.getInt(i), actors.getInt(j)));
          }
        }
      }
    }
  }
}
