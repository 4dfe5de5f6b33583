package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Trail;
import java.util.ArrayList;
import java.util.List;

/**
 * Who acted on the same node as the asked node, at about the same time.
 *
 * @param apart at most so far from each other are the two acts, in microseconds
 * @param within at most so old is the asked node's own, in microseconds
 */
record CoActions(Acts acts, long apart, long within) {

  /** What is done with the acts about one of the asked node's own. */
  interface Visitor {
    /**
     * Takes those about one.
     *
     * @param own the asked node's acts
     * @param act which of them this is about
     * @param near the edges from {@code from} until before {@code end} are near enough; the asked
     *     node's own are among them
     */
    void visit(Kept own, int act, Kept near, int from, int end);
  }

  static CoActions of(Arguments arguments) {
    return new CoActions(
        Acts.of(arguments, arguments.events("via")),
        arguments.duration("apart"),
        arguments.duration("within"));
  }

  /**
   * Shows the acts about each of the asked node's own, the newest first.
   *
   * @return whether a limit left out one
   */
  boolean visit(Ego ego, Visitor visitor) {
    Found found = ego.shared(this, actions -> actions.find(ego));
    for (Near near : found.all()) {
      visitor.visit(found.own(), near.act(), near.edges(), near.from(), near.end());
    }
    return found.cut();
  }

  /** What {@link Visitor} is shown about one of the asked node's acts. */
  private record Near(int act, Kept edges, int from, int end) {}

  private record Found(Kept own, List<Near> all, boolean cut) {}

  private Found find(Ego ego) {
    Kept own = acts.own(ego);
    long after = ego.now() - within;
    boolean cut = own.isCutAfter(after);
    int first = own.firstAfter(after);
    acts.touchOn(ego, own, first);
    List<Near> found = new ArrayList<>(own.end() - first);
    for (int i = own.end() - 1; i >= first; i--) {
      long time = own.time(i);
      Kept all = acts.on(ego, own.neighbour(i));
      long before = time - apart - 1;
      cut |= all.isCutAfter(before);
      found.add(new Near(i, all, all.firstAfter(before), all.firstAfter(time + apart)));
    }
    return new Found(own, found, cut);
  }

  /**
   * From the asked node by its act to what it acted on, and on to who did so by the act near it.
   */
  Trail trail(Kept own, int act, Kept near, int other) {
    return acts.trail(own, act).then(acts.path().getLast(), near, other);
  }
}
