package dev.kith.bench.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one way did in each round. Not thread-safe. */
public final class Rates {
  private final List<Double> rounds = new ArrayList<>();

  public void add(long count, Duration time) {
    add(count * 1e9 / time.toNanos());
  }

  public void add(double value) {
    rounds.add(value);
  }

  public double min() {
    return rounds.stream().mapToDouble(d -> d).min().orElse(Double.NaN);
  }

  public double max() {
    return rounds.stream().mapToDouble(d -> d).max().orElse(Double.NaN);
  }

  /** The lower of the two in the middle, if there are two. */
  public double median() {
    return rounds.isEmpty()
        ? Double.NaN
        : rounds.stream().sorted().toList().get((rounds.size() - 1) / 2);
  }

  /** Round by round, this divided by the other. */
  public Rates over(Rates other) {
    Rates out = new Rates();
    for (int i = 0; i < Math.min(rounds.size(), other.rounds.size()); i++) {
      out.add(rounds.get(i) / other.rounds.get(i));
    }
    return out;
  }
}
