package dev.kith.local.faults;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets work through while it is open; begins closed. Thread-safe. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean open;

  void open() {
    lock.lock();
    try {
      open = true;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no work is going through. */
  void close() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is open, and does the work. */
  void pass(Runnable work) {
    lock.lock();
    try {
      while (!open) {
        opened.awaitUninterruptibly();
      }
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
