package dev.kith.graph;

/**
 * Runs a randomised check on many seeds. {@code -Dkith.seed=N} runs it on that one only, {@code
 * -Dkith.graphs=N} on that many.
 */
public final class Seeds {

  /** What is checked for a seed. */
  public interface Check {
    void run(long seed) throws Exception;
  }

  private Seeds() {}

  /**
   * Runs the check on the seeds from 1.
   *
   * @param count how many, if no property says otherwise
   * @throws AssertionError that names the seed, for the first one that fails
   */
  public static void each(int count, Check check) {
    Long only = Long.getLong("kith.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? Integer.getInteger("kith.graphs", count) : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        check.run(seed);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "seed " + seed + " (again: -Dkith.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }
}
