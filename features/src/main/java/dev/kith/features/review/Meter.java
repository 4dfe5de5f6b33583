package dev.kith.features.review;

import dev.kith.features.FeatureVector;
import dev.kith.features.FeatureVector.Status;
import dev.kith.features.Plan;
import dev.kith.features.review.Touched.EnoughException;
import dev.kith.graph.GraphView;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Measures what evaluations of a plan cost. One thread. */
final class Meter {
  /** What takes more would not be served either; to know that, a part is enough. */
  static final long MOST_ELEMENTS = 1_000_000;

  /** After so many that took more, it is known well enough. */
  private static final int MOST_ENDED = 5;

  private final Plan plan;
  private final Samples elements = new Samples();
  private int truncated;
  private int ended;

  Meter(Plan plan) {
    this.plan = plan;
  }

  /**
   * Evaluates the plan for a node, unless it is known to take too much.
   *
   * @param stop asked again and again whether to stop; then nothing is counted
   */
  void add(GraphView view, String key, long now, BooleanSupplier stop) {
    if (ended >= MOST_ENDED) {
      return;
    }
    Touched touched = new Touched(MOST_ELEMENTS, stop);
    try {
      Optional<FeatureVector> vector = plan.evaluate(view, key, now, touched);
      if (vector.isEmpty()) {
        return;
      }
      truncated += vector.filter(Meter::isTruncated).isPresent() ? 1 : 0;
    } catch (EnoughException e) {
      if (touched.elements() <= MOST_ELEMENTS) {
        return; // it was stopped
      }
      ended++;
    } catch (ArithmeticException e) {
      // A sum that does not fit: what was touched was touched.
    }
    elements.add(touched.elements());
  }

  Cost cost() {
    return new Cost(
        elements.distribution(),
        elements.size() == 0 ? 0 : (double) truncated / elements.size(),
        ended > 0);
  }

  private static boolean isTruncated(FeatureVector vector) {
    for (int i = 0; i < vector.features().size(); i++) {
      if (vector.status(i) == Status.TRUNCATED) {
        return true;
      }
    }
    return false;
  }
}
