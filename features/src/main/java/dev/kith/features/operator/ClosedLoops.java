package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.CoActions.NearNeighbours;
import dev.kith.features.operator.CoActions.OfNeighbours;
import dev.kith.features.path.Step;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.List;

/**
 * How many loops u–f–p–u there are: a neighbour f of the asked node u, and a node p on which both
 * acted at about the same time. Each pair (f, p) counts once.
 *
 * <pre>
 *   over:    the relation
 *   via:     the acts
 *   apart:   at most so far from each other are the two
 *   within:  at most so old is the asked node's own
 * </pre>
 *
 * <p>O(acts about the asked node's own), found by binary search in time.
 */
public final class ClosedLoops implements Operator {

  @Override
  public String name() {
    return "closed_loops";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(Relation.of(arguments, arguments.relation("over")), CoActions.of(arguments));
  }

  private record Found(Relation relation, CoActions actions) implements CountOperation {
    @Override
    public List<List<Step>> reads() {
      return List.of(relation.once(), actions.acts().path());
    }

    @Override
    public boolean find(Ego ego, Evidence found) {
      OfNeighbours acts = actions.ofNeighbours(ego, relation);
      LongOpenHashSet loops = new LongOpenHashSet();
      for (NearNeighbours near : acts.near()) {
        long target = acts.own().neighbour(near.act());
        for (int k = 0; k < near.indexes().size(); k++) {
          int i = near.indexes().getInt(k);
          if (loops.add(((long) near.edges().neighbour(i) << 32) | target)) {
            found.add(actions.trail(acts.own(), near.act(), near.edges(), i));
          }
        }
      }
      return acts.cut();
    }
  }
}
