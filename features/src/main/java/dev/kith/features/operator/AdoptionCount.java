package dev.kith.features.operator;

import dev.kith.features.operator.Cascade.Adoptions;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * How many pairs of a neighbour and a node there are, on which the neighbour acted first in a time
 * span after the asked node's first act on it. See {@link Cascade}.
 *
 * <pre>
 *   over:       the relation
 *   via:        the acts
 *   within:     in such a time after the other's first act
 * </pre>
 */
public final class AdoptionCount implements Operator {

  @Override
  public String name() {
    return "adoptions";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(Cascade.of(arguments, 1));
  }

  private record Found(Cascade cascade) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public List<List<Step>> reads() {
      return cascade.reads();
    }

    @Override
    public Value evaluate(Ego ego) {
      Adoptions adoptions = cascade.spread(ego);
      return new Value((long) adoptions.list().size(), adoptions.cut());
    }
  }
}
