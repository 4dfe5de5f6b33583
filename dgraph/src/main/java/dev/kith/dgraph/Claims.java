package dev.kith.dgraph;

import dev.kith.graph.schema.EdgeType;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps apart the batches of this process of which Dgraph would abort one, as they write the same
 * direct edge: the second waits for the first instead of being written twice. Only a help: between
 * processes, and where a batch takes an edge away, Dgraph decides. Thread-safe.
 */
final class Claims {

  /** A direct edge, by the keys of its ends. */
  record Direct(EdgeType type, String from, String to) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Set<Direct> taken = new HashSet<>();

  /**
   * Waits until nobody has any of them, and takes all: all at once, so that none wait in a ring.
   */
  void take(Set<Direct> edges) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (edges.stream().anyMatch(taken::contains)) {
        released.await();
      }
      taken.addAll(edges);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what was taken. */
  void release(Set<Direct> edges) {
    lock.lock();
    try {
      taken.removeAll(edges);
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
