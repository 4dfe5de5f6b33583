package dev.kith.bench.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Picks numbers of which few come often and many seldom: number {@code i} with a weight of {@code
 * 1/√(i+1)}. If the ends of edges are picked so, the numbers of edges of nodes follow a power law
 * with exponent 3, that of networks which grow by preferential attachment. Immutable.
 */
public final class PowerLaw {
  private final double[] upTo;

  /**
   * @param size numbers from 0 to this, exclusive, are picked
   */
  public PowerLaw(int size) {
    upTo = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 1 / Math.sqrt(i + 1);
      upTo[i] = sum;
    }
  }

  public int pick(RandomGenerator random) {
    return pick(random, upTo.length);
  }

  /** As {@link #pick}, among the numbers below {@code size} only. */
  int pick(RandomGenerator random, int size) {
    int found = Arrays.binarySearch(upTo, 0, size, random.nextDouble() * upTo[size - 1]);
    return Math.min(found < 0 ? -found - 1 : found + 1, size - 1);
  }
}
