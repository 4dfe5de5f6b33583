package dev.kith.serving.cohort;

import dev.kith.features.FeatureCatalogue;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up to date the means of cohorts that features of the catalogue in use have as defaults.
 * Thread-safe.
 */
public final class Cohorts implements AutoCloseable {
  private final CohortSources sources;
  private final InstantSource clock;
  private final CohortMetrics metrics;
  private boolean running;
  private @Nullable Keeper keeper;

  public Cohorts(CohortSources sources, InstantSource clock, CohortMetrics metrics) {
    this.sources = sources;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Takes another catalogue into use, whose means are kept from now on. Those of the one before
   * stay as they are, for calls that still run.
   *
   * @return the same, with plans that know the means
   */
  public synchronized FeatureCatalogue keep(FeatureCatalogue catalogue) {
    Keeper next = new Keeper(catalogue, sources, clock, metrics);
    if (running) {
      stop();
      next.start();
    }
    keeper = next;
    return next.catalogue();
  }

  /** Starts to make the means; returns at once. */
  public synchronized void start() {
    running = true;
    if (keeper != null) {
      keeper.start();
    }
  }

  /** Ends that. */
  @Override
  public synchronized void close() {
    if (running) {
      stop();
    }
    running = false;
  }

  private void stop() {
    if (keeper != null) {
      keeper.close();
    }
  }
}
