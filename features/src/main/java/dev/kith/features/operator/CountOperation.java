package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.path.Trail;
import dev.kith.graph.schema.AttributeType;

/** An operation that counts what it finds. */
interface CountOperation extends Operation {

  /**
   * Finds what is counted, each once, about the newest of the asked node's edges first.
   *
   * @return whether there could be another number of it without limits
   */
  boolean find(Ego ego, Evidence found);

  @Override
  default AttributeType type() {
    return AttributeType.INT;
  }

  @Override
  default Value evaluate(Ego ego) {
    Counter counter = new Counter();
    boolean cut = find(ego, counter);
    return new Value(counter.count, cut);
  }

  @Override
  default void explain(Ego ego, Evidence evidence) {
    boolean _ = find(ego, evidence);
  }

  /** How many there are. */
  final class Counter implements Evidence {
    private long count;

    @Override
    public void add(Trail trail) {
      count++;
    }

    @Override
    public void add(Trail trail, Object part) {
      count++;
    }
  }
}
