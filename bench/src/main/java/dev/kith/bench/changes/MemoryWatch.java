package dev.kith.bench.changes;

import dev.kith.bench.rig.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the memory of this process once a second, from its making to its end. */
final class MemoryWatch implements AutoCloseable {
  private final List<Sample> heap = new ArrayList<>();
  private final List<Sample> resident = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bench-memory").factory());
  private volatile long liveAtFirst;

  /**
   * @param settled when to collect all garbage, and look at what is left
   */
  MemoryWatch(Duration settled) {
    var _ = clock.schedule(this::collect, settled.toMillis(), TimeUnit.MILLISECONDS);
    var _ = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void collect() {
    liveAtFirst = Memory.live();
  }

  private synchronized void look() {
    long now = System.nanoTime();
    heap.add(new Sample(now, Memory.used()));
    resident.add(new Sample(now, Memory.resident()));
  }

  /** What was reachable when all had settled. */
  long liveAtFirst() {
    return liveAtFirst;
  }

  /** The heap in use, garbage included. */
  synchronized List<Sample> heap() {
    return List.copyOf(heap);
  }

  synchronized List<Sample> resident() {
    return List.copyOf(resident);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
