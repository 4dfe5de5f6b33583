package dev.kith.local.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, as a request that the thread which made this waits for. That thread is
 * interrupted too, in case it waits for something else; the process then lives until it closes
 * this, or the patience is over.
 */
final class StopRequest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  StopRequest() {
    Thread worker = Thread.currentThread();
    hook =
        Thread.ofPlatform()
            .name("kith-stop")
            .unstarted(
                () -> {
                  requested.countDown();
                  worker.interrupt();
                  awaitDone();
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitDone() {
    try {
      var _ = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits that long at most; says whether to stop. */
  boolean await(Duration atMost) {
    try {
      return requested.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Everything is stopped. */
  @Override
  public void close() {
    done.countDown();
    if (!isRequested()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook will find that all is done.
      }
    }
  }
}
