package dev.kith.features.operator;

import dev.kith.features.exact.ExactSum;
import dev.kith.features.operator.Cascade.Adoption;
import dev.kith.features.operator.Cascade.Adoptions;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/**
 * How strongly acts spread from the asked node: the sum over all that is adopted from it, directly
 * or from one another, of 0.5<sup>age / half_life</sup> · 0.5<sup>step − 1</sup>. See {@link
 * Cascade}.
 *
 * <pre>
 *   over:       the relation
 *   via:        the acts
 *   within:     in such a time after the other's first act
 *   steps:      at most so many from one to the next
 *   recent:     only adoptions that are not older
 *   half_life:  after such a time an adoption counts half
 * </pre>
 *
 * <p>The sum is exact, so that it does not depend on the order.
 */
public final class CascadeScore implements Operator {

  @Override
  public String name() {
    return "cascade_score";
  }

  @Override
  public Operation read(Arguments arguments) {
    return new Found(
        Cascade.of(arguments, arguments.number("steps", 1, Cascade.MAX_STEPS)),
        arguments.duration("recent"),
        arguments.duration("half_life"));
  }

  private record Found(Cascade cascade, long recent, long halfLife) implements Operation {
    @Override
    public AttributeType type() {
      return AttributeType.DOUBLE;
    }

    @Override
    public List<List<Step>> reads() {
      return cascade.reads();
    }

    @Override
    public Value evaluate(Ego ego) {
      Adoptions adoptions = cascade.spread(ego);
      ExactSum score = new ExactSum();
      for (Adoption adoption : adoptions.list()) {
        if (adoption.time() > ego.now() - recent) {
          double age = ego.now() - adoption.time();
          score.add(StrictMath.pow(0.5, age / halfLife) * StrictMath.pow(0.5, adoption.step() - 1));
        }
      }
      return new Value(score.sum(), adoptions.cut());
    }
  }
}
