package dev.kith.features.review;

/**
 * What evaluations of a plan touched.
 *
 * @param elements of one evaluation
 * @param truncated the share of the asked nodes of which a limit may have changed a value, 0 to 1
 * @param atLeast whether some would have touched more, but were ended
 */
public record Cost(Distribution elements, double truncated, boolean atLeast) {}
