package dev.kith.features;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a plan's features for one node. */
public final class FeatureVector {

  /** What a value is. */
  public enum Status {
    OK,
    /** There was nothing to make a value of: it is the declared default, or that of nothing. */
    DEFAULTED,
    /**
     * A limit left out edges that the value could depend on. It may also be the default, where
     * there is nothing among those that were kept.
     */
    TRUNCATED
  }

  private final List<Feature> features;
  private final @Nullable Object[] values;
  private final Status[] statuses;

  FeatureVector(List<Feature> features, @Nullable Object[] values, Status[] statuses) {
    this.features = features;
    this.values = values;
    this.statuses = statuses;
  }

  public List<Feature> features() {
    return features;
  }

  /**
   * The value of feature {@code i}: {@code Long} (int, and timestamp in epoch microseconds), {@code
   * Double}, {@code Boolean}, {@code String}, or null where there is none.
   */
  public @Nullable Object value(int i) {
    return values[i];
  }

  @Nullable Object[] values() {
    return values;
  }

  public Status status(int i) {
    return statuses[i];
  }
}
