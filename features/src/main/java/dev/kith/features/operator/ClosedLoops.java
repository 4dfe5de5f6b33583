package dev.kith.features.operator;

import dev.kith.features.operator.Relation.Neighbours;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
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

  private record Found(Relation relation, CoActions actions) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public List<List<Step>> reads() {
      return List.of(relation.once(), actions.acts().path());
    }

    @Override
    public Value evaluate(Ego ego) {
      Neighbours neighbours = relation.neighbours(ego);
      LongOpenHashSet loops = new LongOpenHashSet();
      boolean cut =
          actions.visit(
              ego,
              (target, near, from, end) -> {
                for (int i = from; i < end; i++) {
                  if (neighbours.contains(near.neighbour(i))) {
                    loops.add(((long) near.neighbour(i) << 32) | target);
                  }
                }
              });
      return new Value((long) loops.size(), cut || neighbours.cut());
    }
  }
}
