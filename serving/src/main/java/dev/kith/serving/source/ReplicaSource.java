package dev.kith.serving.source;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.proto.v1.Source;
import dev.kith.serving.replica.ReplicaStatus;
import java.time.Duration;
import java.util.function.Supplier;

/** The replica. Reading it does not block, so evaluations run on the thread that asks. */
public final class ReplicaSource implements GraphSource {
  private final Supplier<ReplicaStatus> status;

  public ReplicaSource(Supplier<ReplicaStatus> status) {
    this.status = status;
  }

  @Override
  public Reader reader() throws NotReadyException {
    return switch (status.get()) {
      case ReplicaStatus.Ready ready -> new ReplicaReader(ready.graph());
      case ReplicaStatus notReady -> throw new NotReadyException("the replica " + notReady);
    };
  }

  private record ReplicaReader(GraphView graph) implements Reader {
    @Override
    public Source source() {
      return Source.REPLICA;
    }

    @Override
    public void run(Runnable evaluation) {
      evaluation.run();
    }

    @Override
    public GraphView view(EgoShape shape, String key, Duration timeout) {
      return graph;
    }
  }
}
