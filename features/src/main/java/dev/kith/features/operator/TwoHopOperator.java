package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * An operator that makes its value of what lies within two hops of a relation.
 *
 * <pre>
 *   over:  the relation
 * </pre>
 *
 * <p>O(edges of the neighbours), once for all such operators of an evaluation.
 */
abstract class TwoHopOperator implements Operator {

  abstract AttributeType type();

  /** Of the Java type of {@link #type}. */
  abstract Object value(TwoHops hops);

  /** Tells what the value is made of, the newest first. */
  abstract void explain(Ego ego, Relation relation, Evidence evidence);

  @Override
  public Operation read(Arguments arguments) {
    return new Found(this, Relation.of(arguments, arguments.relation("over")));
  }

  private record Found(TwoHopOperator operator, Relation relation) implements Operation {
    @Override
    public AttributeType type() {
      return operator.type();
    }

    @Override
    public List<List<Step>> reads() {
      return List.of(relation.first(2));
    }

    @Override
    public Value evaluate(Ego ego) {
      TwoHops hops = TwoHops.around(ego, relation);
      return new Value(operator.value(hops), hops.cut());
    }

    @Override
    public void explain(Ego ego, Evidence evidence) {
      operator.explain(ego, relation, evidence);
    }
  }
}
