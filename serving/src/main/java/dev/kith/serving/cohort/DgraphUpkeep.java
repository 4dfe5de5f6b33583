package dev.kith.serving.cohort;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KeyPages;
import dev.kith.features.cohort.CohortFeatures;
import dev.kith.features.cohort.CohortFeatures.Share;
import dev.kith.features.cohort.CohortFeatures.Shares;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.cohort.RoundMeans;
import dev.kith.graph.GraphView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Makes means over the nodes in Dgraph, round by round, a page at a time. What a round comes to is
 * known when it has ended; nothing tells of changes between. It keeps Dgraph busy for up to a fifth
 * of the time, with one query at a time.
 */
final class DgraphUpkeep implements Upkeep {
  private static final int PAGE = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int REST = 4;
  private static final long BETWEEN_ROUNDS = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final CohortFeatures features;
  private final EgoGraphReader reader;
  private final KeyPages pages;
  private final InstantSource clock;
  private final CohortMetrics metrics;
  private final Pace pace = new Pace(REST, System::nanoTime);
  private Map<String, RoundMeans> sums = new HashMap<>();
  private String after = KeyPages.FIRST;
  private long counted;
  private Optional<CohortMeans> means = Optional.empty();

  DgraphUpkeep(
      CohortFeatures features,
      EgoGraphReader reader,
      KeyPages pages,
      InstantSource clock,
      CohortMetrics metrics) {
    this.features = features;
    this.reader = reader;
    this.pages = pages;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public Optional<CohortMeans> means() {
    return means;
  }

  @Override
  public void turn() throws DgraphException, InterruptedException {
    if (pace.untilDue() == 0) {
      long began = System.nanoTime();
      boolean ended = true;
      try {
        ended = goRound();
      } finally {
        pace.workedSince(began);
        pace.restFor(ended ? BETWEEN_ROUNDS : 0);
      }
    }
    TimeUnit.NANOSECONDS.sleep(Math.min(LONGEST_WAIT, pace.untilDue()));
  }

  /** Adds the next page of nodes; whether the round has come to its end. */
  boolean goRound() throws DgraphException {
    if (after.equals(KeyPages.FIRST) && !reader.isThere(TIMEOUT)) {
      return true; // it would find nobody
    }
    KeyPages.Page page = pages.read(features.entity(), after, PAGE, TIMEOUT);
    if (!page.keys().isEmpty()) {
      add(page.keys());
    }
    after = page.last();
    if (!after.isEmpty()) {
      return false;
    }
    Map<String, RoundMeans> all = sums;
    means =
        Optional.of(
            (feature, cohort) ->
                Optional.ofNullable(all.get(feature))
                    .map(sum -> sum.mean(cohort))
                    .orElse(OptionalDouble.empty()));
    metrics.round(counted);
    sums = new HashMap<>();
    counted = 0;
    after = KeyPages.FIRST;
    return true;
  }

  private void add(List<String> keys) throws DgraphException {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    GraphView view = reader.readMarked(features.shape(), keys, now, TIMEOUT).view();
    Shares shares = features.over(view, now, true);
    for (String key : keys) {
      Optional<List<Optional<Share>>> all = shares.of(view.node(features.entity(), key));
      counted += all.isPresent() ? 1 : 0;
      for (int i = 0; i < features.names().size() && all.isPresent(); i++) {
        String name = features.names().get(i);
        all.get()
            .get(i)
            .ifPresent(share -> sums.computeIfAbsent(name, n -> new RoundMeans()).add(share));
      }
    }
  }

  /** Nothing is left open. */
  @Override
  public void close() {}
}
