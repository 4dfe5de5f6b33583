package dev.kith.serving.rpc;

import dev.kith.dgraph.DgraphException;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.source.Extent;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.NotReadyException;
import dev.kith.serving.source.Reader;
import dev.kith.serving.source.Reading;
import dev.kith.serving.turn.PoolTurns;
import dev.kith.serving.turn.Task;
import dev.kith.serving.turn.TurnMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A graph whose reads stand still until the test opens the gate, or fail as the test wants. */
final class GatedSource implements GraphSource, AutoCloseable {
  final CountDownLatch gate = new CountDownLatch(1);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final AtomicInteger reads = new AtomicInteger();

  /** Who was read about, in that order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final KnownWatermark watermark = new KnownWatermark(InstantSource.fixed(TestServer.NOW));
  volatile Duration timeout = Duration.ZERO;
  volatile @Nullable Throwable failure;
  volatile @Nullable String notReady;
  private final GraphView graph;
  private final PoolTurns turns;

  /** One reads at a time, {@code maxWaiting} may wait. */
  GatedSource(GraphView graph, int maxWaiting) {
    this.graph = graph;
    this.turns =
        new PoolTurns(
            1,
            maxWaiting,
            Executors.newSingleThreadExecutor(),
            new TurnMetrics(meters, Source.REPLICA.name()));
  }

  @Override
  public Reader reader() throws NotReadyException {
    String reason = notReady;
    if (reason != null) {
      throw new NotReadyException(reason);
    }
    return new GatedReader();
  }

  /** How many calls wait for their turn. */
  int waiting() {
    return turns.waiting();
  }

  @Override
  public void close() {
    turns.close();
  }

  private final class GatedReader implements Reader {
    @Override
    public Source source() {
      return Source.REPLICA;
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
      GatedSource.this.timeout = timeout;
      asked.addAll(keys);
      reads.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Throwable wanted = failure;
      switch (wanted) {
        case null -> {}
        case DgraphException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalArgumentException(wanted);
      }
      return new Reading(graph, watermark.newest());
    }

    @Override
    public List<String> sample(NodeType type, int size, RandomGenerator random, Duration timeout) {
      return List.of("anna");
    }
  }
}
