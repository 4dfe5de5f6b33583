package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.CoActions.Near;
import dev.kith.features.operator.CoActions.NearNeighbours;
import dev.kith.features.operator.CoActions.OfNeighbours;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.workspace.NodeBits;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many other nodes acted on a node at about the time at which the asked node did: who bought
 * the same product within a day.
 *
 * <pre>
 *   via:     the acts
 *   apart:   at most so far from each other are the two
 *   within:  at most so old is the asked node's own
 *   among:   only neighbours over this relation; may be left out
 * </pre>
 *
 * <p>O(acts about the asked node's own), found by binary search in time.
 */
public final class CoActors implements Operator {

  @Override
  public String name() {
    return "co_actors";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(
        CoActions.of(arguments),
        arguments.optionalRelation("among").map(hop -> Relation.of(arguments, hop)));
  }

  private record Found(CoActions actions, Optional<Relation> among) implements CountOperation {
    @Override
    public List<List<Step>> reads() {
      List<List<Step>> out = new ArrayList<>(List.of(actions.acts().path()));
      among.ifPresent(relation -> out.add(relation.once()));
      return out;
    }

    @Override
    public boolean find(Ego ego, Evidence found) {
      return among.isPresent() ? findAmong(ego, among.get(), found) : findAll(ego, found);
    }

    /** As {@link #find} would; but hundreds may be found, of which nobody asks for the trails. */
    @Override
    public Value evaluate(Ego ego) {
      if (among.isPresent()) {
        return CountOperation.super.evaluate(ego);
      }
      long count = visitNewest(ego, (near, i) -> {});
      return new Value(count, actions.all(ego).cut());
    }

    private boolean findAll(Ego ego, Evidence found) {
      CoActions.All all = actions.all(ego);
      long _ =
          visitNewest(
              ego, (near, i) -> found.add(actions.trail(all.own(), near.act(), near.edges(), i)));
      return all.cut();
    }

    /** Shows an act of each actor, and counts them. */
    private long visitNewest(Ego ego, Visitor visitor) {
      NodeBits met = ego.reused(NodeBits.class, NodeBits::new);
      met.clear();
      met.add(ego.self());
      for (Near near : actions.all(ego).near()) {
        Kept edges = near.edges();
        for (int i = near.end() - 1; i >= near.from(); i--) {
          if (met.add(edges.neighbour(i))) {
            visitor.visit(near, i);
          }
        }
      }
      return met.size() - 1L;
    }

    private boolean findAmong(Ego ego, Relation relation, Evidence found) {
      OfNeighbours acts = actions.ofNeighbours(ego, relation);
      IntOpenHashSet met = new IntOpenHashSet();
      for (NearNeighbours near : acts.near()) {
        for (int k = 0; k < near.indexes().size(); k++) {
          int i = near.indexes().getInt(k);
          if (met.add(near.edges().neighbour(i))) {
            found.add(actions.trail(acts.own(), near.act(), near.edges(), i));
          }
        }
      }
      return acts.cut();
    }
  }

  /** What is done with an act near one of the asked node's own. */
  private interface Visitor {
    void visit(Near near, int i);
  }
}
