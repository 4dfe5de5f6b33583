package dev.kith.serving.turn;

import dev.kith.serving.turn.TurnQueue.Refused;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Tasks on threads of their own, a bounded number at a time. Thread-safe. */
public final class PoolTurns implements TurnMetrics.Turns, AutoCloseable {
  private final int atATime;
  private final ExecutorService threads;
  private final TurnMetrics metrics;
  private final TurnQueue queue;
  private int running;

  /**
   * @param atATime how many run
   * @param most may wait for one of those to end, ever; fewer if they would wait for long
   * @param threads at least so many as run at a time; closed with this
   */
  public PoolTurns(int atATime, int most, ExecutorService threads, TurnMetrics metrics) {
    this.atATime = atATime;
    this.threads = threads;
    this.metrics = metrics;
    this.queue = new TurnQueue(most);
    metrics.watch(this);
  }

  /** Runs it in its turn, or refuses it, or another in its place. */
  public void add(Task task) {
    Turn first = null;
    Refused refused = null;
    synchronized (this) {
      if (running < atATime) { // so nobody waits
        running++;
        first = Turn.now(task);
      } else {
        refused = queue.add(task);
      }
    }
    if (first != null) {
      Turn turn = first;
      threads.execute(() -> work(turn));
    } else if (refused != null) {
      metrics.refuse(refused.task(), refused.why());
    }
  }

  private void work(Turn first) {
    @Nullable Turn turn = first;
    while (turn != null) {
      turn.take(metrics);
      turn = next(turn);
    }
  }

  private synchronized @Nullable Turn next(Turn ended) {
    queue.ended(ended, atATime);
    Turn next = queue.next();
    if (next == null) {
      running--;
    }
    return next;
  }

  @Override
  public synchronized int waiting() {
    return queue.size();
  }

  @Override
  public synchronized int running() {
    return running;
  }

  @Override
  public synchronized int limit() {
    return queue.limit();
  }

  /** Interrupts what runs, and runs nothing more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
