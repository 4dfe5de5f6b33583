package dev.kith.serving.cohort;

import dev.kith.dgraph.DgraphException;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.cohort.CohortFeatures;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.serving.replica.ReplicaStatus;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The means of cohorts that one catalogue's features have as defaults, kept up to date by one
 * thread over what requests are answered from: the replica's graph while that is ready, else
 * Dgraph. A catalogue without such features needs no thread and has none.
 *
 * <p>A mean is known once a round over all users has ended: one over some of them would be somebody
 * else's. From then on the last known ones are used, also while the source is another one and its
 * first round has not ended.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cohorts.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final FeatureCatalogue catalogue;
  private final CohortFeatures features;
  private final CohortSources sources;
  private final InstantSource clock;
  private final CohortMetrics metrics;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("kith-cohorts").unstarted(this::run);
  private volatile CohortMeans known = CohortMeans.UNKNOWN;
  private volatile boolean closed;
  private @Nullable Upkeep upkeep;

  Keeper(
      FeatureCatalogue catalogue,
      CohortSources sources,
      InstantSource clock,
      CohortMetrics metrics) {
    this.features = catalogue.cohortFeatures();
    this.catalogue = catalogue.with((feature, cohort) -> known.mean(feature, cohort));
    this.sources = sources;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** The catalogue, with plans that know the means. */
  FeatureCatalogue catalogue() {
    return catalogue;
  }

  /** Starts to make the means; returns at once. */
  void start() {
    if (!features.names().isEmpty()) {
      thread.start();
    }
  }

  /** Stops the thread. The means stay as they are. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("The thread that keeps the means of cohorts did not end in {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (InterruptedException e) {
      // only close() interrupts this thread
    } finally {
      replace(null);
    }
  }

  private void turn() throws InterruptedException {
    choose();
    Upkeep current = upkeep;
    if (current == null) {
      Thread.sleep(LOOK_AGAIN);
      return;
    }
    try {
      current.turn();
      current.means().ifPresent(means -> known = means);
    } catch (DgraphException e) {
      LOG.debug("Dgraph does not tell the users of cohorts", e); // its own probe warns
      Thread.sleep(AFTER_FAILURE);
    } catch (RuntimeException e) { // else nobody would ever keep them again
      LOG.error("Keeping the means of cohorts failed", e);
      Thread.sleep(AFTER_FAILURE);
    }
  }

  private void choose() {
    if (sources.replica().get() instanceof ReplicaStatus.Ready ready) {
      if (!(upkeep instanceof GraphUpkeep over && over.isOver(ready.graph()))) {
        replace(new GraphUpkeep(features, ready.graph(), clock, metrics));
      }
    } else if (sources.dgraph().isEmpty()) {
      replace(null);
    } else if (!(upkeep instanceof DgraphUpkeep)) {
      CohortSources.OfDgraph dgraph = sources.dgraph().get();
      replace(new DgraphUpkeep(features, dgraph.graph(), dgraph.pages(), clock, metrics));
    }
  }

  private void replace(@Nullable Upkeep by) {
    if (upkeep != null) {
      upkeep.close();
    }
    upkeep = by;
  }
}
