package dev.kith.bench.load;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * A load before the one that is measured: again and again, until the compiler of this JVM has
 * little left to do. A server is measured as it is after its first minutes, not while half of it is
 * interpreted and the compiler takes a part of the processor.
 *
 * @param most it takes; the load is run once in any case
 */
public record WarmUp(Duration most) {
  /** The compiler is quiet if it takes less than this of one processor. */
  private static final double QUIET = 0.05;

  /** It is quiet for good if it was so often in a row: one method may take seconds. */
  private static final int TIMES = 2;

  /** Some seconds of the load. */
  public interface Load {
    void run() throws Exception;
  }

  /** Repeats a load until the compiler is quiet. */
  public void untilCompiled(Load load) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long last = System.nanoTime() + most.toNanos();
    int quiet = 0;
    do {
      long start = System.nanoTime();
      long compiled = compiler.getTotalCompilationTime();
      load.run();
      double millis = (System.nanoTime() - start) / 1e6;
      quiet = compiler.getTotalCompilationTime() - compiled < QUIET * millis ? quiet + 1 : 0;
    } while (quiet < TIMES && System.nanoTime() < last);
  }
}
