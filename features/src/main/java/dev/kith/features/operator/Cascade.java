package dev.kith.features.operator;

import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.path.Trail;
import dev.kith.graph.GraphView;
import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How acts spread from the asked node over a relation. A neighbour <em>adopts</em> from a node what
 * that one acted on, if its first act on it came after the other's first, and not later than a time
 * span after it. What was adopted in one step can be adopted from the adopter in the next; a node
 * that adopts the same in several steps counts in the first.
 *
 * <p>O(acts on what the asked node acted on + neighbours of the adopters before the last step).
 *
 * @param within microseconds after the other's first act
 * @param steps how many, at least 1
 */
record Cascade(Relation relation, Acts acts, long within, int steps) {
  static final int MAX_STEPS = 4;

  /**
   * An act of one who adopted.
   *
   * @param time of its first act
   * @param step from 1
   * @param from whose adoption it follows; empty at the first step
   */
  record Adoption(int target, int adopter, long time, int step, Optional<Adoption> from) {}

  /**
   * All that is adopted, each by target and adopter once.
   *
   * @param cut whether a limit left out an edge that was to be looked at
   */
  record Adoptions(List<Adoption> list, boolean cut) {}

  static Cascade of(Arguments arguments, int steps) {
    return new Cascade(
        Relation.of(arguments, arguments.relation("over"), steps),
        Acts.of(arguments, arguments.events("via")),
        arguments.duration("within"),
        steps);
  }

  /** The paths that it reads. */
  List<List<Step>> reads() {
    return List.of(relation.first(steps), acts.path());
  }

  Adoptions spread(Ego ego) {
    return ego.shared(this, cascade -> cascade.compute(ego));
  }

  private Adoptions compute(Ego ego) {
    if (steps == 1) {
      return fromSelf(ego);
    }
    Adoptions before = new Cascade(relation, acts, within, steps - 1).spread(ego);
    List<Adoption> all = new ArrayList<>(before.list());
    boolean cut = before.cut();
    LongOpenHashSet known = new LongOpenHashSet();
    for (Adoption adoption : before.list()) {
      known.add(pair(adoption.target(), adoption.adopter()));
    }
    FirstActs first = ego.reused(FirstActs.class, FirstActs::new);
    int target = GraphView.NO_NODE;
    for (Adoption from : before.list()) {
      if (from.step() == steps - 1) {
        if (target != from.target()) { // those from one target follow each other
          target = from.target();
          first.read(acts.on(ego, target));
        }
        Kept kept = relation.further(ego, from.adopter(), from.step());
        cut |= kept.isCut();
        for (int i = kept.from(); i < kept.end(); i++) {
          int node = kept.neighbour(i);
          long time = first.time(node);
          if (time > from.time()
              && time <= from.time() + within
              && node != ego.self()
              && known.add(pair(target, node))) {
            all.add(new Adoption(target, node, time, steps, Optional.of(from)));
          }
        }
      }
    }
    return new Adoptions(all, cut);
  }

  private Adoptions fromSelf(Ego ego) {
    Neighbours neighbours = relation.neighbours(ego);
    Acts.First own = acts.ownFirst(ego);
    boolean cut = neighbours.cut() || own.cut();
    List<Adoption> all = new ArrayList<>();
    for (Int2LongMap.Entry act : own.times().int2LongEntrySet()) {
      int target = act.getIntKey();
      Kept others = acts.on(ego, target);
      cut |= others.isCut();
      int end = others.firstAfter(act.getLongValue() + within);
      for (int i = others.firstAfter(act.getLongValue()); i < end; i++) {
        int node = others.neighbour(i);
        if (neighbours.contains(node) && Acts.isFirst(others, i)) {
          all.add(new Adoption(target, node, others.time(i), 1, Optional.empty()));
        }
      }
    }
    return new Adoptions(all, cut);
  }

  /** From the asked node to what it acted on, and on over those who adopted that, one by one. */
  Trail trail(Ego ego, Adoption adoption) {
    Trail before =
        adoption
            .from()
            .map(from -> trail(ego, from))
            .orElseGet(() -> acts.toOwnFirst(ego, adoption.target()));
    return acts.toFirst(before, ego, adoption.target(), adoption.adopter());
  }

  private static long pair(int target, int adopter) {
    return ((long) target << 32) | adopter;
  }
}
