package dev.kith.features.operator;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * How many pairs of neighbours are neighbours of each other: the triangles of a relation in which
 * the asked node is.
 *
 * <pre>
 *   over:  the relation
 * </pre>
 *
 * <p>O(edges of the neighbours), by looking each one's neighbours up among those of the asked node
 * ("node iterator": T. Schank, D. Wagner, "Finding, Counting and Listing All Triangles in Large
 * Graphs", 2005).
 */
public final class Triangles implements Operator {

  @Override
  public String name() {
    return "triangles";
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
      return new Value((long) hops.adjacent().size(), hops.cut());
    }
  }
}
