package dev.kith.serving.turn;

import dev.kith.serving.turn.TurnQueue.Refused;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tasks on the thread that read their requests: nobody has to be woken, which would cost more than
 * most of them do.
 *
 * <p>They don't run while requests are read, but after that, for {@link #QUANTUM} at most: then
 * what has arrived meanwhile is read, and refused if need be. If many wait, and a processor has
 * nothing to do, a helper takes of them, too, so that one connection can use more than one.
 * Thread-safe.
 */
final class LoopTurns implements TurnMetrics.Turns {
  /** How long arrivals may have to wait until they are read. */
  private static final long QUANTUM = TimeUnit.MICROSECONDS.toNanos(500);

  /** So many may wait without a helper: to wake one costs about as much as they do. */
  private static final int FEW = 4;

  private final EventLoop loop;
  private final Executor helpers;
  private final Busy busy;
  private final TurnMetrics metrics;
  private final TurnQueue queue;
  private boolean draining;
  private boolean helped;
  private int running;

  /**
   * @param helpers runs a helper, soon or never
   * @param most may wait ever
   */
  LoopTurns(EventLoop loop, Executor helpers, Busy busy, int most, TurnMetrics metrics) {
    this.loop = loop;
    this.helpers = helpers;
    this.busy = busy;
    this.metrics = metrics;
    this.queue = new TurnQueue(most);
    metrics.watch(this);
  }

  /** Runs it in its turn, or refuses it, or another in its place. */
  void add(Task task) {
    Refused refused;
    boolean drain;
    boolean help;
    synchronized (this) {
      refused = queue.add(task);
      drain = !draining;
      draining = true;
      help = !helped && queue.size() > FEW && busy.hasRoom();
      helped |= help;
    }
    if (refused != null) {
      metrics.refuse(refused.task(), refused.why());
    }
    if (drain) {
      loop.execute(this::drain);
    }
    if (help) {
      helpers.execute(this::help);
    }
  }

  private void drain() {
    busy.begin();
    try {
      long end = System.nanoTime() + QUANTUM;
      Turn turn = next();
      while (turn != null) {
        turn.take(metrics);
        ended(turn);
        if (System.nanoTime() - end >= 0) {
          // Later, however little: a loop does all that is to be done now before it reads again.
          var _ = loop.schedule(this::drain, 1, TimeUnit.NANOSECONDS);
          return;
        }
        turn = next();
      }
    } finally {
      busy.end();
    }
  }

  private void help() {
    busy.begin();
    try {
      Turn turn = nextOfMany();
      while (turn != null) {
        turn.take(metrics);
        ended(turn);
        turn = nextOfMany();
      }
    } finally {
      busy.end();
    }
  }

  private synchronized @Nullable Turn next() {
    Turn next = queue.next();
    draining = next != null;
    running += draining ? 1 : 0;
    return next;
  }

  private synchronized @Nullable Turn nextOfMany() {
    helped = queue.size() > FEW;
    running += helped ? 1 : 0;
    return helped ? queue.next() : null;
  }

  private synchronized void ended(Turn turn) {
    running--;
    queue.ended(turn, 1);
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
}
