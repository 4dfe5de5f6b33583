package dev.kith.features.operator;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * How many nodes are at distance exactly 2 over a relation.
 *
 * <pre>
 *   over:  the relation
 * </pre>
 *
 * <p>O(edges of the neighbours).
 */
public final class SecondDegree implements Operator {

  @Override
  public String name() {
    return "second_degree";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(Relation.of(arguments, arguments.relation("over")));
  }

  private record Found(Relation relation) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public List<List<Step>> reads() {
      return List.of(relation.first(2));
    }

    @Override
    public Value evaluate(Ego ego) {
      TwoHops hops = TwoHops.around(ego, relation);
      return new Value((long) hops.ways().size() - neighboursReached(hops), hops.cut());
    }
  }

  private static int neighboursReached(TwoHops hops) {
    int reached = 0;
    for (int n = 0; n < hops.neighbours().size(); n++) {
      if (hops.ways().containsKey(hops.neighbours().list().getInt(n))) {
        reached++;
      }
    }
    return reached;
  }
}
