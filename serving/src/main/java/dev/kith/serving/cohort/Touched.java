package dev.kith.serving.cohort;

import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongLinkedOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows and lists of edges that changed and that nobody has looked at since, each once, up to a
 * bound. The thread that applies changes adds, and never waits for more than another to take them.
 * Thread-safe.
 */
final class Touched implements MemoryGraph.Observer {
  private static final int MOST = 100_000;

  private final Places places;
  private final Upstream upstream;
  private final Runnable lost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private LongLinkedOpenHashSet waiting = new LongLinkedOpenHashSet();

  /**
   * @param upstream says what matters
   * @param lost is told of each that was not kept because there were too many
   */
  Touched(Places places, Upstream upstream, Runnable lost) {
    this.places = places;
    this.upstream = upstream;
    this.lost = lost;
  }

  @Override
  public void row(NodeType type, int node) {
    add(places.row(type), node);
  }

  @Override
  public void edge(EdgeType type, int from, int to, int number) {
    add(places.edges(new Hop(type, true)), from);
    add(places.edges(new Hop(type, type.symmetric())), to);
  }

  private void add(int kind, int node) {
    if (!upstream.matters(kind)) {
      return;
    }
    lock.lock();
    try {
      if (waiting.size() >= MOST) {
        lost.run();
      } else if (waiting.add(Places.place(kind, node)) && waiting.size() == 1) {
        some.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those that wait, in order; they wait no more. */
  LongList take() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        return LongList.of();
      }
      LongList taken = new LongArrayList(waiting);
      waiting = new LongLinkedOpenHashSet();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when some wait, or after a time. */
  void await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (waiting.isEmpty() && left > 0) {
        left = some.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
