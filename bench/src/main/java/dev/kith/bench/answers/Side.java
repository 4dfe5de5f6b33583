package dev.kith.bench.answers;

import dev.kith.bench.load.Callers;
import dev.kith.bench.load.ClosedLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.WarmUp;
import dev.kith.bench.report.Rates;
import dev.kith.bench.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Who is asked by callers that wait, and what came of it, round by round. */
public record Side(String name, Asking asking, Rates perSecond, Rates p50, Rates p99) {

  /** Asks for a while. */
  public interface Asking {
    ClosedLoop.Result ask(Duration warmUp, Duration time)
        throws InterruptedException, ExecutionException;
  }

  public Side(String name, Asking asking) {
    this(name, asking, new Rates(), new Rates(), new Rates());
  }

  /** One that is asked over gRPC. */
  public Side(String name, Callers callers, Target target, Question question) {
    this(name, (warmUp, time) -> callers.ask(target, question, warmUp, time));
  }

  /**
   * Asks all of them in turns, each round in the other order, so that all have the same machine;
   * before the first until all is compiled.
   *
   * @param time of each turn, after half as long a warm-up
   */
  public static void rounds(List<Side> sides, int rounds, Duration time, WarmUp warmUp)
      throws Exception {
    warmUp.untilCompiled(
        () -> {
          for (Side side : sides) {
            var _ = side.asking().ask(Duration.ZERO, time);
          }
        });
    for (int round = 0; round < rounds; round++) {
      for (Side side : round % 2 == 0 ? sides : new ArrayList<>(sides).reversed()) {
        side.add(side.asking().ask(time.dividedBy(2), time));
      }
    }
  }

  private void add(ClosedLoop.Result result) {
    perSecond.add(result.perSecond());
    p50.add(result.micros(50) / 1e3);
    p99.add(result.micros(99) / 1e3);
  }

  /** A table of sides, each beside the first. */
  public static void table(Report report, List<Side> sides) {
    Side base = sides.getFirst();
    report.columns(
        "asked", "answers/s", "p50, ms", "p99, ms", "answers/s ÷ " + base.name(), "p99 ÷ its");
    for (Side side : sides) {
      report.row(
          side.name(),
          String.format(Locale.ROOT, "%,.0f", side.perSecond().median()),
          String.format(Locale.ROOT, "%.3f", side.p50().median()),
          String.format(Locale.ROOT, "%.3f", side.p99().median()),
          String.format(Locale.ROOT, "%.2f", side.throughputOver(base)),
          String.format(Locale.ROOT, "%.2f", side.p99Over(base)));
    }
  }

  /** The median of the rounds' ratios. */
  public double throughputOver(Side other) {
    return perSecond.over(other.perSecond).median();
  }

  /** The median of the rounds' ratios. */
  public double p99Over(Side other) {
    return p99.over(other.p99).median();
  }
}
