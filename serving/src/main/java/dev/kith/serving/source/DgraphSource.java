package dev.kith.serving.source;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KnownRows;
import dev.kith.graph.EgoShape;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.turn.PoolTurns;
import dev.kith.serving.turn.Task;
import dev.kith.serving.turn.TurnMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dgraph. Reading it blocks, so evaluations run on threads of its own: a bounded number at a time,
 * a bounded number waiting.
 *
 * <p>A small read once a second tells whether Dgraph answers. Two failures in a row close the
 * source, so that callers are told at once instead of after their deadline; the first success opens
 * it again. It is closed, too, until Dgraph has the schema of the graph: without, it would find
 * nobody.
 */
public final class DgraphSource implements GraphSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DgraphSource.class);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  /** How often it is looked for what callers wait for. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

  private static final int FAILURES_TO_CLOSE = 2;
  private static final String SILENT = "Dgraph does not answer";
  private static final String NOT_OURS = "Dgraph does not hold this graph";

  private final EgoGraphReader graph;
  private final Optional<NodeRows> rows;
  private final EgoShape probe;
  private final PoolTurns turns;
  private final ScheduledExecutorService prober;
  private final DgraphReader reader = new DgraphReader();
  private final KnownWatermark watermark = new KnownWatermark(InstantSource.system());

  /** Why it can't answer; null if it can. */
  private volatile @Nullable String closed = "Dgraph has not answered yet";

  private int failures = FAILURES_TO_CLOSE - 1; // the first failure is reported

  /**
   * @param rows that need not be read from Dgraph; started and closed with this
   * @param entity the type of node that is asked about
   * @param maxReads at a time
   * @param maxWaiting for one of those to end, ever; fewer if they would wait for long
   */
  public DgraphSource(
      EgoGraphReader graph,
      Optional<NodeRows> rows,
      NodeType entity,
      int maxReads,
      int maxWaiting,
      TurnMetrics metrics) {
    this.graph = graph;
    this.rows = rows;
    this.probe = new EgoShape(entity, Set.of(), List.of());
    this.turns =
        new PoolTurns(
            maxReads,
            maxWaiting,
            Executors.newThreadPerTaskExecutor(threads("kith-dgraph-")),
            metrics);
    this.prober = Executors.newSingleThreadScheduledExecutor(threads("kith-dgraph-probe-"));
  }

  /** Starts to look whether Dgraph answers; before that it counts as not answering. */
  public void start() {
    rows.ifPresent(NodeRows::start);
    var _ =
        prober.scheduleWithFixedDelay(
            this::probe, 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        prober.scheduleWithFixedDelay(
            this::look, LOOK_INTERVAL.toMillis(), LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Reader reader() throws NotReadyException {
    String reason = closed;
    if (reason != null) {
      throw new NotReadyException(reason);
    }
    return reader;
  }

  /** Stops at once; evaluations that run are interrupted. */
  @Override
  public void close() {
    prober.shutdownNow();
    turns.close();
    rows.ifPresent(NodeRows::close);
  }

  private void probe() {
    try {
      if (closed != null && !graph.isThere(PROBE_TIMEOUT)) {
        failed(NOT_OURS, "it has no such schema; ingest applies it");
        return;
      }
      watermark.set(graph.readMarked(probe, List.of("probe"), 0, PROBE_TIMEOUT).watermark());
      failures = 0;
      if (closed != null) {
        closed = null;
        LOG.info("Dgraph answers");
      }
    } catch (DgraphException e) {
      failed(e.kind() == Kind.REFUSED ? NOT_OURS : SILENT, e.getMessage());
    } catch (RuntimeException e) { // else it would never be looked at again
      LOG.error("Looking whether Dgraph answers failed", e);
      failed(SILENT, e.toString());
    }
  }

  /** For those who wait for something to arrive; nobody asks Dgraph for it otherwise. */
  private void look() {
    if (watermark.isAwaited()) {
      try {
        watermark.set(graph.watermark(PROBE_TIMEOUT));
      } catch (DgraphException e) {
        LOG.debug(
            "Dgraph does not say how fresh it is", e); // what keeps on failing the probe tells
      } catch (RuntimeException e) { // else nobody would ever look again
        LOG.error("Looking how fresh Dgraph is failed", e);
      }
    }
  }

  private void failed(String reason, @Nullable String why) {
    failures++;
    if (failures >= FAILURES_TO_CLOSE && !reason.equals(closed)) {
      closed = reason;
      graph.forgetNodes();
      LOG.warn("{}: {}", reason, why);
    }
  }

  private static ThreadFactory threads(String name) {
    return Thread.ofVirtual().name(name, 0).factory();
  }

  private final class DgraphReader implements Reader {
    @Override
    public Source source() {
      return Source.DGRAPH;
    }

    @Override
    public void add(Extent extent, Task evaluation) {
      turns.add(evaluation);
    }

    @Override
    public CompletableFuture<Void> await(Requirement wanted, Duration patience) {
      return watermark.await(wanted, patience);
    }

    @Override
    public Reading read(
        EgoShape shape,
        List<String> keys,
        long now,
        List<HypotheticalEdge> whatIf,
        Duration timeout)
        throws DgraphException {
      Optional<NodeRows.AsOf> beside = rows.flatMap(all -> all.asFreshAs(watermark.newest()));
      KnownRows known = beside.map(NodeRows.AsOf::rows).orElse(KnownRows.NONE);
      EgoGraphReader.Reading read = graph.readMarked(shape, keys, now, whatIf, known, timeout);
      if (beside.isEmpty()) {
        return new Reading(read.view(), read.watermark());
      }
      return new Reading(
          read.view(),
          read.watermark()
              .filter(beside.get().watermark()::isOfSameTopic)
              .map(beside.get().watermark()::earlier));
    }

    @Override
    public List<String> sample(NodeType type, int size, RandomGenerator random, Duration timeout)
        throws DgraphException {
      return graph.sample(type, size, random, timeout);
    }
  }
}
