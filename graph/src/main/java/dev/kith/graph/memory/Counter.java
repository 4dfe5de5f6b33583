package dev.kith.graph.memory;

import java.util.concurrent.atomic.AtomicLong;

/** A count that one thread changes and any thread reads. */
final class Counter {
  private final AtomicLong value = new AtomicLong();

  void add(long n) {
    value.setRelease(value.getPlain() + n);
  }

  long get() {
    return value.getAcquire();
  }
}
