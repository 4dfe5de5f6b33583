package dev.kith.local.shop;

import dev.kith.local.source.CdcPublisher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Publishes what happens in a shop, at a steady rate, on a thread of its own. */
public final class ShopTraffic implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-shop").factory());
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /**
   * Starts.
   *
   * @param publisher used by no one else from now on
   * @param rate how many changes a second; 0 for none
   */
  public ShopTraffic(ShopSimulator simulator, CdcPublisher publisher, double rate) {
    if (rate > 0) {
      long period = Math.max(1, (long) (Duration.ofSeconds(1).toNanos() / rate));
      var _ =
          thread.scheduleAtFixedRate(
              () -> step(simulator, publisher), period, period, TimeUnit.NANOSECONDS);
    }
  }

  private void step(ShopSimulator simulator, CdcPublisher publisher) {
    try {
      simulator.step(publisher::publish);
    } catch (RuntimeException e) {
      failure = Optional.of(e);
      throw e; // ends the schedule
    }
  }

  /** Throws what made publishing end, if something did. */
  public void check() {
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  @Override
  public void close() {
    thread.close();
  }
}
