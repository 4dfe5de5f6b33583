package dev.kith.serving.rpc;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceImplBase;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.Reader;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Answers the calls of the contract. What a caller does not wait for any more is not computed: the
 * deadline is looked at when a call arrives, and again when its turn at the source has come.
 *
 * <p>Calls arrive on the threads of the network, which check them and hand them on; the source has
 * threads that answer.
 */
public final class FeatureService extends FeatureStoreServiceImplBase {
  /** How long a source may take where the caller set no deadline. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private final RequestReader requests;
  private final GraphSource source;
  private final ListFeaturesResponse catalogue;
  private final NodeType entity;

  /**
   * @param clock what <em>now</em> is for requests that name no time
   */
  public FeatureService(FeatureCatalogue catalogue, GraphSource source, InstantSource clock) {
    this.requests = new RequestReader(catalogue, clock);
    this.source = source;
    this.catalogue = Answers.catalogue(catalogue);
    this.entity = catalogue.entity();
  }

  @Override
  public void getGraphFeatures(
      GetGraphFeaturesRequest request, StreamObserver<GetGraphFeaturesResponse> out) {
    // Without a handler, answering a call that was cancelled meanwhile throws.
    ((ServerCallStreamObserver<GetGraphFeaturesResponse>) out).setOnCancelHandler(() -> {});
    try {
      checkWanted();
      Query query = requests.read(request);
      Reader reader = source.reader();
      reader.run(Context.current().wrap(() -> answer(query, reader, out)));
    } catch (Throwable e) { // whatever it is, the caller must get an answer
      out.onError(Failures.status(e));
    }
  }

  @Override
  public void listFeatures(ListFeaturesRequest request, StreamObserver<ListFeaturesResponse> out) {
    out.onNext(catalogue);
    out.onCompleted();
  }

  private void answer(Query query, Reader reader, StreamObserver<GetGraphFeaturesResponse> out) {
    GetGraphFeaturesResponse response;
    try {
      checkWanted();
      GraphView view = reader.view(query.plan().shape(), query.key(), query.now(), timeout());
      FeatureVector vector =
          query
              .plan()
              .evaluate(view, query.key(), query.now())
              .orElseThrow(() -> notFound(query.key()));
      response = Answers.features(vector, reader.source());
    } catch (Throwable e) { // as above
      out.onError(Failures.status(e));
      return;
    }
    out.onNext(response);
    out.onCompleted();
  }

  private static void checkWanted() throws StatusException {
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null && deadline.isExpired()) {
      throw Status.DEADLINE_EXCEEDED
          .withDescription("the deadline passed before the request had its turn")
          .asException();
    }
    if (Context.current().isCancelled()) {
      throw Status.CANCELLED.withDescription("the caller cancelled").asException();
    }
  }

  private static Duration timeout() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? DEFAULT_TIMEOUT
        : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  private StatusException notFound(String key) {
    return Status.NOT_FOUND.withDescription("no " + entity + " '" + key + "'").asException();
  }
}
