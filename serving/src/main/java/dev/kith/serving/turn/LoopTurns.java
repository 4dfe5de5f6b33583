package dev.kith.serving.turn;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluations on the thread that read their requests: nobody has to be woken, which would cost more
 * than most of them do. A bounded number waits; more are refused at once.
 *
 * <p>They don't run while requests are read, but after that, for {@link #QUANTUM} at most: then
 * what has arrived meanwhile is read, and refused if need be. If many wait, and a processor has
 * nothing to do, a helper takes of them, too, so that one connection can use more than one.
 * Thread-safe.
 */
final class LoopTurns {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTurns.class);

  /** How long arrivals may have to wait until they are read. */
  private static final long QUANTUM = TimeUnit.MICROSECONDS.toNanos(500);

  /** So many may wait without a helper: to wake one costs about as much as they do. */
  private static final int FEW = 4;

  private final EventLoop loop;
  private final Executor helpers;
  private final Busy busy;
  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean draining;
  private boolean helped;

  /**
   * @param helpers runs a helper, soon or never
   * @param most may wait
   */
  LoopTurns(EventLoop loop, Executor helpers, Busy busy, int most) {
    this.loop = loop;
    this.helpers = helpers;
    this.busy = busy;
    this.most = most;
  }

  /**
   * @throws RejectedExecutionException if too many wait already
   */
  void run(Runnable evaluation) {
    boolean drain;
    boolean help;
    synchronized (this) {
      if (waiting.size() >= most) {
        throw new RejectedExecutionException("too many wait");
      }
      waiting.add(evaluation);
      drain = !draining;
      draining = true;
      help = !helped && waiting.size() > FEW && busy.hasRoom();
      helped |= help;
    }
    if (drain) {
      loop.execute(this::drain);
    }
    if (help) {
      callHelper();
    }
  }

  private void callHelper() {
    try {
      helpers.execute(this::help);
    } catch (RejectedExecutionException e) { // they have enough to do
      synchronized (this) {
        helped = false;
      }
    }
  }

  private void drain() {
    busy.begin();
    try {
      long end = System.nanoTime() + QUANTUM;
      while (System.nanoTime() - end < 0) {
        Runnable next = next();
        if (next == null) {
          return;
        }
        evaluate(next);
      }
    } finally {
      busy.end();
    }
    // Later, however little: a loop does all that is to be done now before it reads again.
    var _ = loop.schedule(this::drain, 1, TimeUnit.NANOSECONDS);
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    draining = next != null;
    return next;
  }

  private void help() {
    busy.begin();
    try {
      Runnable next = nextOfMany();
      while (next != null) {
        evaluate(next);
        next = nextOfMany();
      }
    } finally {
      busy.end();
    }
  }

  private synchronized @Nullable Runnable nextOfMany() {
    helped = waiting.size() > FEW;
    return helped ? waiting.poll() : null;
  }

  /** What waits behind it must not suffer from its defects. */
  private static void evaluate(Runnable evaluation) {
    try {
      evaluation.run();
    } catch (RuntimeException e) {
      LOG.error("An evaluation failed", e);
    }
  }
}
