package dev.kith.features.cohort;

import dev.kith.features.cohort.CohortFeatures.Share;
import dev.kith.features.exact.ExactSum;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The means of one feature over its cohorts, made of every member's share once. Memory is that of
 * the cohorts, about 800 bytes each, however many members there are. One thread adds; once all are
 * in, it may be published to others.
 */
public final class RoundMeans {
  private final Map<Object, ExactSum> sums = new HashMap<>();

  public void add(Share share) {
    sums.computeIfAbsent(share.cohort(), key -> new ExactSum()).add(share.value());
  }

  /** The mean of a cohort; empty if it has no member. */
  public OptionalDouble mean(Object cohort) {
    ExactSum sum = sums.get(cohort);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum.mean());
  }
}
