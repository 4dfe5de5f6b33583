package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.features.path.Step;
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
      Optional<Neighbours> wanted = among.map(relation -> relation.neighbours(ego));
      IntOpenHashSet actors = new IntOpenHashSet();
      boolean cut =
          actions.visit(
              ego,
              (own, act, near, from, end) -> {
                for (int i = end - 1; i >= from; i--) {
                  int actor = near.neighbour(i);
                  if (actor != ego.self()
                      && (wanted.isEmpty() || wanted.get().contains(actor))
                      && actors.add(actor)) {
                    found.add(actions.trail(own, act, near, i));
                  }
                }
              });
      return cut || wanted.filter(Neighbours::cut).isPresent();
    }
  }
}
