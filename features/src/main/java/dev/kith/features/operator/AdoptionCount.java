package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;

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
    return new CascadeOperation(Cascade.of(arguments, 1), AttributeType.INT, now -> adoption -> 1);
  }
}
