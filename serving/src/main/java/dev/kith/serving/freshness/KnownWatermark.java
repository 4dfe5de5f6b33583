package dev.kith.serving.freshness;

import dev.kith.graph.change.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The newest watermark of a source, and those who wait for a newer one, for which no thread waits.
 * Thread-safe.
 */
public final class KnownWatermark {

  /** So many may wait at a time. */
  static final int MOST = 10_000;

  private record Waiter(Requirement wanted, CompletableFuture<Void> time) {}

  private final InstantSource clock;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private volatile Optional<Watermark> newest = Optional.empty();

  public KnownWatermark(InstantSource clock) {
    this.clock = clock;
  }

  /** What is certainly in the source from now on. Completes those whom that is enough for. */
  public void set(Optional<Watermark> watermark) {
    newest = watermark;
    waiters.forEach(this::look);
  }

  public Optional<Watermark> newest() {
    return newest;
  }

  public boolean isAwaited() {
    return !waiters.isEmpty();
  }

  /**
   * Completes when there is something to be said: the requirement is met, or never can be, or the
   * patience is over.
   *
   * @throws RejectedExecutionException if too many wait already
   */
  public CompletableFuture<Void> await(Requirement wanted, Duration patience) {
    CompletableFuture<Void> time = new CompletableFuture<>();
    Waiter waiter = new Waiter(wanted, time);
    look(waiter);
    if (!time.isDone()) {
      if (waiters.size() >= MOST) {
        throw new RejectedExecutionException("too many wait");
      }
      waiters.add(waiter);
      var _ = time.whenComplete((result, failure) -> waiters.remove(waiter));
      var _ = time.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
      look(waiter); // it may have been set in between
    }
    return time;
  }

  private void look(Waiter waiter) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    if (!(waiter.wanted().of(newest, now) instanceof Requirement.Verdict.NotYet)) {
      waiter.time().complete(null);
    }
  }
}
