package dev.kith.features.cohort;

import java.util.OptionalDouble;

/** The means of features over cohorts, as they are known now. Thread-safe. */
public interface CohortMeans {

  /** Nothing is known. */
  CohortMeans UNKNOWN = (feature, cohort) -> OptionalDouble.empty();

  /**
   * A mean.
   *
   * @param feature its name
   * @param cohort what those who are in it share: {@code Long}, {@code String} or {@code Boolean}
   * @return empty if nobody in it has a value, or the mean is not known yet
   */
  OptionalDouble mean(String feature, Object cohort);
}
