package dev.kith.features.review;

/**
 * How numbers are distributed that were observed.
 *
 * @param count how many
 * @param p50 the least of which half of them are not above
 * @param p99 the least of which 99 % of them are not above
 */
public record Distribution(int count, long p50, long p99, long max) {}
