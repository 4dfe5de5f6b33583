package dev.kith.serving.turn;

import java.util.concurrent.atomic.AtomicInteger;

/** How many threads compute answers just now, of those for whom there are processors. */
public final class Busy {
  private final int processors;
  private final AtomicInteger threads = new AtomicInteger();

  public Busy(int processors) {
    this.processors = processors;
  }

  /** Whether a processor is left for one more beside the current thread, which is none of them. */
  boolean hasRoom() {
    return threads.get() + 1 < processors;
  }

  void begin() {
    threads.incrementAndGet();
  }

  void end() {
    threads.decrementAndGet();
  }
}
