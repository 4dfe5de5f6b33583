package dev.kith.features.operator;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * The share of the pairs of neighbours that are neighbours of each other; 0 below two neighbours:
 * the local clustering coefficient (D. Watts, S. Strogatz, "Collective dynamics of small-world
 * networks", 1998).
 *
 * <pre>
 *   over:  the relation
 * </pre>
 *
 * <p>O(edges of the neighbours).
 */
public final class Clustering implements Operator {

  @Override
  public String name() {
    return "clustering";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(Relation.of(arguments, arguments.relation("over")));
  }

  private record Found(Relation relation) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.DOUBLE;
    }

    @Override
    public List<List<Step>> reads() {
      return List.of(relation.first(2));
    }

    @Override
    public Value evaluate(Ego ego) {
      TwoHops hops = TwoHops.around(ego, relation);
      long neighbours = hops.neighbours().size();
      long pairs = Math.multiplyExact(neighbours, neighbours - 1) / 2;
      double share = pairs == 0 ? 0 : hops.adjacent().size() / (double) pairs;
      return new Value(share, hops.cut());
    }
  }
}
