package dev.kith.features.operator;

import dev.kith.features.operator.Cascade.Adoption;
import dev.kith.features.operator.Cascade.Adoptions;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * A value of all that is adopted in a cascade.
 *
 * @param made how it is made
 */
record CascadeOperation(Cascade cascade, AttributeType type, Made made) implements Operation {

  /** Makes the value of the adoptions, which come in any order. */
  interface Made {
    Object of(List<Adoption> adoptions, long now);
  }

  @Override
  public List<List<Step>> reads() {
    return cascade.reads();
  }

  @Override
  public Value evaluate(Ego ego) {
    Adoptions adoptions = cascade.spread(ego);
    return new Value(made.of(adoptions.list(), ego.now()), adoptions.cut());
  }
}
