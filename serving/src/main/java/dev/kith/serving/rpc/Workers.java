package dev.kith.serving.rpc;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run calls. Its queue has no bound, since gRPC needs every task of a call that
 * has begun to run; instead calls ask {@link #overloaded} when their turn comes and then end at
 * once. So under overload those that waited longest are shed, whose callers are the likeliest to
 * have given up.
 */
public final class Workers implements Executor, AutoCloseable {
  private final ThreadPoolExecutor pool;
  private final int maxWaiting;

  public Workers(int threads, int maxWaiting) {
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("kith-rpc-", 0).factory());
    this.maxWaiting = maxWaiting;
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Whether more wait for a thread than should. */
  public boolean overloaded() {
    return waiting() > maxWaiting;
  }

  /** How many tasks wait for a thread. */
  int waiting() {
    return pool.getQueue().size();
  }

  /** Ends the threads once they have nothing to do. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
