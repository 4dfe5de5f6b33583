package dev.kith.serving.cohort;

import dev.kith.features.cohort.CohortFeatures;
import dev.kith.features.cohort.CohortFeatures.Share;
import dev.kith.features.cohort.CohortFeatures.Shares;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.cohort.MovingMeans;
import dev.kith.graph.memory.MemoryGraph;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
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
 * Keeps means up to date over the replica's graph, in two ways. Whoever a change may have touched
 * is evaluated again at once. And a slow round goes over all nodes again and again, for what time
 * alone changes, and for changes that touched too much.
 *
 * <p>The first takes up to half a core while changes come, the second up to a fifth.
 */
final class GraphUpkeep implements Upkeep {
  private static final int SLICE = 200;

  /** Edges that are walked to find whom one change touched; else it is left to the round. */
  private static final int MOST_WALKED = 10_000;

  private static final int REST_AFTER_CHANGES = 1;
  private static final int REST_AFTER_SWEEP = 4;
  private static final long BETWEEN_ROUNDS = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final CohortFeatures features;
  private final MemoryGraph graph;
  private final InstantSource clock;
  private final CohortMetrics metrics;
  private final Upstream upstream;
  private final Touched touched;
  private final List<MovingMeans> means;
  private final CohortMeans byName;
  private final LongArrayFIFOQueue places = new LongArrayFIFOQueue();
  private final IntLinkedOpenHashSet nodes = new IntLinkedOpenHashSet();
  private final Pace changes = new Pace(REST_AFTER_CHANGES, System::nanoTime);
  private final Pace sweep = new Pace(REST_AFTER_SWEEP, System::nanoTime);
  private int next;
  private long counted;
  private boolean complete;

  GraphUpkeep(
      CohortFeatures features, MemoryGraph graph, InstantSource clock, CohortMetrics metrics) {
    this.features = features;
    this.graph = graph;
    this.clock = clock;
    this.metrics = metrics;
    Places all = new Places(graph.schema());
    this.upstream = new Upstream(features.shape(), all);
    this.touched = new Touched(all, upstream, metrics::left);
    this.means = features.names().stream().map(name -> new MovingMeans()).toList();
    Map<String, MovingMeans> names = new HashMap<>();
    for (int i = 0; i < means.size(); i++) {
      names.put(features.names().get(i), means.get(i));
    }
    this.byName =
        (feature, cohort) ->
            Optional.ofNullable(names.get(feature))
                .map(mean -> mean.mean(cohort))
                .orElse(OptionalDouble.empty());
    graph.observe(touched);
  }

  boolean isOver(MemoryGraph other) {
    return graph.equals(other);
  }

  @Override
  public Optional<CohortMeans> means() {
    return complete ? Optional.of(byName) : Optional.empty();
  }

  @Override
  public void turn() throws InterruptedException {
    boolean more = true;
    if (changes.untilDue() == 0) {
      long began = System.nanoTime();
      more = followChanges();
      changes.workedSince(began);
    }
    if (sweep.untilDue() == 0) {
      long began = System.nanoTime();
      boolean ended = goRound();
      sweep.workedSince(began);
      if (ended) {
        sweep.restFor(BETWEEN_ROUNDS);
      }
    }
    long wait = Math.min(LONGEST_WAIT, sweep.untilDue());
    if (more) {
      TimeUnit.NANOSECONDS.sleep(Math.min(wait, changes.untilDue()));
    } else {
      touched.await(wait);
    }
  }

  /** Evaluates some of those whom changes touched; whether there are more. */
  boolean followChanges() {
    touched.take().forEach(places::enqueue);
    Shares shares = shares();
    for (int i = 0; i < SLICE; i++) {
      if (!nodes.isEmpty()) {
        put(nodes.removeFirstInt(), shares);
      } else if (places.isEmpty()) {
        return false;
      } else if (!upstream.find(graph, places.dequeueLong(), MOST_WALKED, nodes)) {
        metrics.left();
      }
    }
    return true;
  }

  /** Evaluates the next nodes of the round; whether it has come to its end. */
  boolean goRound() {
    Shares shares = shares();
    for (int i = 0; i < SLICE; i++) {
      if (next >= graph.numbers(features.entity())) {
        metrics.round(counted);
        complete = true;
        next = 0;
        counted = 0;
        return true;
      }
      counted += put(next++, shares) ? 1 : 0;
    }
    return false;
  }

  private Shares shares() {
    return features.over(graph, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), false);
  }

  /** Counts a node with what it brings now; whether it exists. */
  private boolean put(int node, Shares shares) {
    Optional<List<Optional<Share>>> all = shares.of(node);
    for (int i = 0; i < means.size(); i++) {
      means.get(i).put(node, all.isEmpty() ? Optional.empty() : all.get().get(i));
    }
    return all.isPresent();
  }

  @Override
  public void close() {
    graph.ignore(touched);
  }
}
