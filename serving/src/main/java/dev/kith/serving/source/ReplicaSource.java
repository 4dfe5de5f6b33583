package dev.kith.serving.source;

import dev.kith.graph.EgoShape;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.HypotheticalView;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.turn.ReplicaTurns;
import dev.kith.serving.turn.Task;
import dev.kith.serving.turn.TurnMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The replica. Reading it does not wait for anything; what would take long does not hold up the
 * network.
 */
public final class ReplicaSource implements GraphSource, AutoCloseable {
  /**
   * The edges that an evaluation may read on the network's threads, where it holds up others: some
   * 100 µs.
   */
  static final long MOST_CHEAP = 20_000;

  private final Supplier<ReplicaStatus> status;
  private final ReplicaTurns turns;

  /**
   * @param maxWaiting for a thread, ever; fewer if they would wait for long
   */
  public ReplicaSource(Supplier<ReplicaStatus> status, int maxWaiting, TurnMetrics metrics) {
    this.status = status;
    this.turns = new ReplicaTurns(Runtime.getRuntime().availableProcessors(), maxWaiting, metrics);
  }

  @Override
  public Reader reader() throws NotReadyException {
    return switch (status.get()) {
      case ReplicaStatus.Ready ready -> new ReplicaReader(ready, turns);
      case ReplicaStatus notReady -> throw new NotReadyException("the replica " + notReady);
    };
  }

  /** Stops at once. */
  @Override
  public void close() {
    turns.close();
  }

  private record ReplicaReader(ReplicaStatus.Ready replica, ReplicaTurns turns) implements Reader {
    @Override
    public Source source() {
      return Source.REPLICA;
    }

    @Override
    public void add(Extent extent, Task evaluation) {
      turns.add(extent.isWithin(MOST_CHEAP, replica.graph()), evaluation);
    }

    @Override
    public CompletableFuture<Void> await(Requirement wanted, Duration patience) {
      return replica.watermark().await(wanted, patience);
    }

    /** The graph goes on changing; what the watermark speaks of is in it already. */
    @Override
    public Reading read(
        EgoShape shape,
        List<String> keys,
        long now,
        List<HypotheticalEdge> whatIf,
        Duration timeout) {
      return new Reading(
          HypotheticalView.of(replica.graph(), whatIf), replica.watermark().newest());
    }

    @Override
    public List<String> sample(NodeType type, int size, RandomGenerator random, Duration timeout) {
      return replica.graph().sample(type, size, random);
    }
  }
}
