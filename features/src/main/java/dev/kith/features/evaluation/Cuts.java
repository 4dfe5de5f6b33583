package dev.kith.features.evaluation;

import dev.kith.features.definition.Aggregate.Fold;
import dev.kith.features.definition.Aggregate.Fold.Function;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.evaluation.HopTree.Branch;
import dev.kith.features.path.Kept;
import dev.kith.graph.Adjacency;
import java.util.BitSet;

/** Which features' values a limit may have changed. One evaluation. */
final class Cuts {
  private final BitSet cut = new BitSet();

  /** By feature: of the last edges those with this event time or a later one matter. */
  private final long[] since;

  Cuts(int features) {
    since = new long[features];
  }

  /** Which of its last edges matter to a feature. */
  void matter(int feature, PathAggregate path, long now) {
    // The newest edge is always kept, but one back to the asked node does not count.
    boolean mayReturn = path.last().target().equals(path.path().getFirst().hop().source());
    boolean newestOnly =
        path.where().isEmpty()
            && !mayReturn
            && path.aggregate() instanceof Fold(Function function, var of)
            && function == Function.MAX
            && path.last().edge().eventTime().filter(of.attribute()::equals).isPresent();
    if (newestOnly) {
      since[feature] = Long.MAX_VALUE; // and those a limit keeps
    } else {
      since[feature] =
          path.within().isPresent() ? now - path.within().getAsLong() + 1 : Adjacency.NO_TIME;
    }
  }

  /** Looks at the edges of a node that a branch follows. */
  void look(Branch branch, Kept kept) {
    if (kept.isCut()) {
      for (int feature : branch.beyond()) {
        cut.set(feature);
      }
      long newest = kept.edges().time(kept.from() - 1);
      for (int feature : branch.features()) {
        if (newest >= since[feature]) {
          cut.set(feature);
        }
      }
    }
  }

  /** The indexes of the features whose values a limit may have changed. */
  BitSet found() {
    return cut;
  }
}
