package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.workspace.NodeIndex;
import dev.kith.graph.Adjacency;
import java.util.Arrays;

/** When each node first acted on a node. Used again for one after the other; not thread-safe. */
final class FirstActs {
  private final NodeIndex actors = new NodeIndex();
  private long[] times = new long[64];

  /** Is about other acts from now on: all on a node. */
  void read(Kept acts) {
    actors.clear();
    for (int i = acts.firstAfter(Adjacency.NO_TIME); i < acts.end(); i++) {
      int known = actors.size();
      if (actors.meet(acts.neighbour(i)) == known) {
        if (known == times.length) {
          times = Arrays.copyOf(times, 2 * known);
        }
        times[known] = acts.time(i);
      }
    }
  }

  /** The time of a node's first act; {@link Adjacency#NO_TIME} if there is none. */
  long time(int node) {
    int index = actors.find(node);
    return index < 0 ? Adjacency.NO_TIME : times[index];
  }
}
