package dev.kith.bench.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has to be stopped, the last first. Not thread-safe. */
final class Running implements AutoCloseable {
  private final Deque<Runnable> endings = new ArrayDeque<>();

  <T> T add(T part, Consumer<? super T> ending) {
    endings.push(() -> ending.accept(part));
    return part;
  }

  @Override
  public void close() {
    if (!endings.isEmpty()) {
      try {
        endings.pop().run();
      } finally {
        close();
      }
    }
  }
}
