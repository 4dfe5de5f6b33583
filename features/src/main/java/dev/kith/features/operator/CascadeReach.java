package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * How many nodes other than the asked one adopt something from it, directly or from one another.
 * See {@link Cascade}; its first step alone are the <em>adopters</em> among the neighbours.
 *
 * <pre>
 *   over:       the relation
 *   via:        the acts
 *   within:     in such a time after the other's first act
 *   steps:      at most so many from one to the next
 * </pre>
 */
public final class CascadeReach implements Operator {

  @Override
  public String name() {
    return "cascade_reach";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new CascadeOperation(
        Cascade.of(arguments, arguments.number("steps", 1, Cascade.MAX_STEPS)),
        AttributeType.INT,
        now -> {
          IntOpenHashSet adopters = new IntOpenHashSet();
          return adoption -> adopters.add(adoption.adopter()) ? 1 : 0;
        });
  }
}
