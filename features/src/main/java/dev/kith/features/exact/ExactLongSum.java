package dev.kith.features.exact;

/**
 * A sum of up to 2<sup>31</sup> longs that can't overflow on the way, so that whether it fits a
 * long does not depend on the order. Not thread-safe.
 */
public final class ExactLongSum {
  private static final int HALF_BITS = 32;
  private static final long HALF = 0xFFFF_FFFFL;

  private long high;
  private long low;

  public void add(long value) {
    high += value >> HALF_BITS;
    low += value & HALF;
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException if it does not fit a long
   */
  public long sum() {
    long top = high + (low >>> HALF_BITS);
    if (top != (int) top) {
      throw new ArithmeticException("the sum does not fit a 64-bit integer");
    }
    return (top << HALF_BITS) | (low & HALF);
  }
}
