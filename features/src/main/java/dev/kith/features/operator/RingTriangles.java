package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.CoActions.NearNeighbours;
import dev.kith.features.operator.CoActions.OfNeighbours;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
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

  private record Found(Relation relation, CoActions actions) implements CountOperation {
    @Override
    public List<List<Step>> reads() {
      return List.of(relation.first(2), actions.acts().path());
    }

    @Override
    public boolean find(Ego ego, Evidence found) {
      TwoHops hops = TwoHops.around(ego, relation);
      OfNeighbours acts = actions.ofNeighbours(ego, relation);
      LongOpenHashSet triangles = new LongOpenHashSet();
      for (NearNeighbours near : acts.near()) {
        Kept edges = near.edges();
        IntArrayList newest = newestOfEach(near);
        for (int a = 0; a < newest.size(); a++) {
          int one = edges.neighbour(newest.getInt(a));
          for (int b = a + 1; b < newest.size(); b++) {
            int other = edges.neighbour(newest.getInt(b));
            if (hops.areAdjacent(one, other) && triangles.add(TwoHops.pair(one, other))) {
              found.add(
                  actions
                      .trail(acts.own(), near.act(), edges, newest.getInt(a))
                      .then(actions.acts().path().getLast(), edges, newest.getInt(b)));
            }
          }
        }
      }
      return acts.cut() || hops.cut();
    }

    /** The newest act of each neighbour. */
    private static IntArrayList newestOfEach(NearNeighbours near) {
      IntOpenHashSet met = new IntOpenHashSet();
      IntArrayList out = new IntArrayList();
      for (int k = 0; k < near.indexes().size(); k++) {
        int i = near.indexes().getInt(k);
        if (met.add(near.edges().neighbour(i))) {
          out.add(i);
        }
      }
      return out;
    }
  }
}
