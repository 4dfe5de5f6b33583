package dev.kith.features.evidence;

import dev.kith.features.path.Trail;

/** Takes what a value is made of, piece by piece; what comes first is shown first. */
public interface Evidence {

  /** One more piece of what the value counts. */
  void add(Trail trail);

  /**
   * One more piece of what the value is made of.
   *
   * @param part what this one brings to it: {@code Long}, {@code Double}, {@code Boolean}, {@code
   *     String} or {@code Instant}
   */
  void add(Trail trail, Object part);
}
