package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.exact.ExactSum;
import dev.kith.features.operator.Cascade.Adoption;
import dev.kith.features.operator.Cascade.Adoptions;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A value that is the sum of what the adoptions of a cascade weigh.
 *
 * @param type INT, if each weighs 1 or 0
 */
record CascadeOperation(Cascade cascade, AttributeType type, Weights weights) implements Operation {

  /** What adoptions weigh in one evaluation. */
  interface Weights {
    /**
     * Begins an evaluation, in which each adoption is weighed once.
     *
     * @param now the time of the evaluation, in epoch microseconds
     */
    Weight at(long now);
  }

  /** What an adoption weighs. Their sum does not depend on the order. */
  interface Weight {
    double of(Adoption adoption);
  }

  @Override
  public List<List<Step>> reads() {
    return cascade.reads();
  }

  @Override
  public Value evaluate(Ego ego) {
    Adoptions adoptions = cascade.spread(ego);
    Weight weight = weights.at(ego.now());
    ExactSum sum = new ExactSum();
    for (Adoption adoption : adoptions.list()) {
      sum.add(weight.of(adoption));
    }
    double value = sum.sum();
    return new Value(
        type == AttributeType.INT ? (Object) (long) value : (Object) value, adoptions.cut());
  }

  @Override
  public void explain(Ego ego, Evidence evidence) {
    List<Adoption> newestFirst = new ArrayList<>(cascade.spread(ego).list().reversed());
    newestFirst.sort(Comparator.comparingInt(Adoption::step));
    Weight weight = weights.at(ego.now());
    for (Adoption adoption : newestFirst) {
      double part = weight.of(adoption);
      if (part != 0) {
        if (type == AttributeType.INT) {
          evidence.add(cascade.trail(ego, adoption));
        } else {
          evidence.add(cascade.trail(ego, adoption), part);
        }
      }
    }
  }
}
