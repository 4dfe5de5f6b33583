package dev.kith.admin.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, as a request that the thread which made this waits for. That thread is
 * interrupted too, in case it waits for something else, unless it is clearing up already; the
 * process then lives until it closes this, or the patience is over.
 */
public final class StopRequest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread worker = Thread.currentThread();
  private final Thread hook;
  private boolean clearingUp;

  public StopRequest() {
    hook =
        Thread.ofPlatform()
            .name("kith-stop")
            .unstarted(
                () -> {
                  requested.countDown();
                  interrupt();
                  awaitDone();
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private synchronized void interrupt() {
    if (!clearingUp) {
      worker.interrupt();
    }
  }

  /** From here on the thread is not interrupted: what is closed now is closed in good order. */
  public synchronized void clearUp() {
    clearingUp = true;
    var _ = Thread.interrupted();
  }

  private void awaitDone() {
    try {
      var _ = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits that long at most; says whether to stop. */
  public boolean await(Duration atMost) {
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
