package dev.kith.serving.turn;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run evaluations: a bounded number at a time, a bounded number waiting in the
 * order in which they came. More are refused at once. Thread-safe.
 */
public final class Workers implements AutoCloseable {
  private final ThreadPoolExecutor pool;

  /**
   * @param atATime how many run
   * @param waiting how many may wait for one of those to end
   */
  public Workers(int atATime, int waiting, ThreadFactory threads) {
    pool =
        new ThreadPoolExecutor(
            atATime, atATime, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), threads);
  }

  /**
   * Runs it in its turn.
   *
   * @throws RejectedExecutionException if too many run and wait already
   */
  public void run(Runnable evaluation) {
    pool.execute(evaluation);
  }

  /** Interrupts what runs, and runs nothing more. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
