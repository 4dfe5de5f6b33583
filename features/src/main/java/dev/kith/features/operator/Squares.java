package dev.kith.features.operator;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntMaps;
import java.util.List;

/**
 * How many cycles of length 4 over a relation the asked node is in, u–f–x–g–u: four distinct nodes,
 * chords allowed, each cycle counted once.
 *
 * <pre>
 *   over:  the relation
 * </pre>
 *
 * <p>O(edges of the neighbours): a node x that k neighbours lead to closes k (k − 1) / 2 of them.
 */
public final class Squares implements Operator {

  @Override
  public String name() {
    return "squares";
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
      long squares = 0;
      for (Int2IntMap.Entry way : Int2IntMaps.fastIterable(hops.ways())) {
        long ways = way.getIntValue();
        squares += ways * (ways - 1) / 2;
      }
      return new Value(squares, hops.cut());
    }
  }
}
