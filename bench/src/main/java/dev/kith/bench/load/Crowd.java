package dev.kith.bench.load;

import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Many callers behind a few connections to one server, as the processes of a model server are: no
 * thread waits for an answer. For one thread that asks.
 */
public final class Crowd implements AutoCloseable {
  private final List<ManagedChannel> channels;
  private final List<FeatureStoreServiceStub> stubs;
  private final Duration deadline;
  private int next;

  /**
   * @param deadline of each call
   */
  public Crowd(Target target, int connections, Duration deadline) {
    this.channels = IntStream.range(0, connections).mapToObj(i -> target.connect()).toList();
    this.stubs = channels.stream().map(FeatureStoreServiceGrpc::newStub).toList();
    this.deadline = deadline;
  }

  /** What asks for what it is given, each time on the next connection. */
  public OpenLoop.Call asking(Supplier<GetGraphFeaturesRequest> questions) {
    return ended -> ask(questions.get(), ended);
  }

  private void ask(GetGraphFeaturesRequest request, OpenLoop.Ended ended) {
    next = (next + 1) % stubs.size();
    stubs
        .get(next)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .getGraphFeatures(request, new Answer(ended));
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private record Answer(OpenLoop.Ended ended) implements StreamObserver<GetGraphFeaturesResponse> {
    @Override
    public void onNext(GetGraphFeaturesResponse response) {}

    @Override
    public void onError(Throwable e) {
      ended.with(Status.fromThrowable(e).getCode());
    }

    @Override
    public void onCompleted() {
      ended.with(Status.Code.OK);
    }
  }
}
