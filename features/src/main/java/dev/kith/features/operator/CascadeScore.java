package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;

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
    Cascade cascade = Cascade.of(arguments, arguments.number("steps", 1, Cascade.MAX_STEPS));
    long recent = arguments.duration("recent");
    long halfLife = arguments.duration("half_life");
    return new CascadeOperation(
        cascade,
        AttributeType.DOUBLE,
        now ->
            adoption ->
                adoption.time() > now - recent
                    ? StrictMath.pow(0.5, (double) (now - adoption.time()) / halfLife)
                        * StrictMath.pow(0.5, adoption.step() - 1)
                    : 0);
  }
}
