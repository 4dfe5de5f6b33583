package dev.kith.graph.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong in one file, so that all of it can be said at once. */
public final class Problems {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  /** Notes a problem; see {@link Problem}. */
  public void add(int line, String what, String fix) {
    problems.add(new Problem(file, line, what, fix));
  }

  /** How many there are so far. */
  public int count() {
    return problems.size();
  }

  /**
   * Ends the reading of the file.
   *
   * @throws ConfigException with all problems, in the order of their lines, if there are any
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new ConfigException(problems);
    }
  }
}
