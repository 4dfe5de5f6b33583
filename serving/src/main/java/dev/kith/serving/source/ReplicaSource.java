package dev.kith.serving.source;

import dev.kith.graph.EgoShape;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.HypotheticalView;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.replica.ReplicaStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The replica. Reading it does not wait for anything, so there is a thread a processor. */
public final class ReplicaSource implements GraphSource, AutoCloseable {
  private final Supplier<ReplicaStatus> status;
  private final Workers workers;

  /**
   * @param maxWaiting for a thread; more are refused
   */
  public ReplicaSource(Supplier<ReplicaStatus> status, int maxWaiting) {
    this.status = status;
    this.workers =
        new Workers(
            Runtime.getRuntime().availableProcessors(),
            maxWaiting,
            Thread.ofPlatform().daemon().name("kith-answers-", 0).factory());
  }

  @Override
  public Reader reader() throws NotReadyException {
    return switch (status.get()) {
      case ReplicaStatus.Ready ready -> new ReplicaReader(ready, workers);
      case ReplicaStatus notReady -> throw new NotReadyException("the replica " + notReady);
    };
  }

  /** Stops at once. */
  @Override
  public void close() {
    workers.close();
  }

  private record ReplicaReader(ReplicaStatus.Ready replica, Workers workers) implements Reader {
    @Override
    public Source source() {
      return Source.REPLICA;
    }

    @Override
    public void run(Runnable evaluation) {
      workers.run(evaluation);
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
