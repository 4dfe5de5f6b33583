package dev.kith.serving.rpc;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceImplBase;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.serving.freshness.Requirement.Verdict;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.Reader;
import dev.kith.serving.source.Reading;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
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

  /**
   * How long at most before the caller's deadline it is told that what it requires has not come.
   */
  private static final Duration WAY_BACK = Duration.ofMillis(500);

  private final RequestReader requests;
  private final GraphSource source;
  private final InstantSource clock;
  private final long staleAfter;
  private final ListFeaturesResponse catalogue;
  private final NodeType entity;

  /**
   * @param topics the CDC topics
   * @param clock what <em>now</em> is for requests that name no time
   * @param staleAfter the age from which on an answer is said to be stale
   */
  public FeatureService(
      FeatureCatalogue catalogue,
      Set<String> topics,
      GraphSource source,
      InstantSource clock,
      Duration staleAfter) {
    this.requests = new RequestReader(catalogue, topics, clock);
    this.source = source;
    this.clock = clock;
    this.staleAfter = staleAfter.toNanos() / 1_000;
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
      Runnable evaluation = Context.current().wrap(() -> answer(query, reader, out));
      if (query.freshness().isNone()) {
        reader.run(evaluation);
      } else {
        var _ =
            reader.await(query.freshness(), patience()).thenRun(() -> run(reader, evaluation, out));
      }
    } catch (Throwable e) { // whatever it is, the caller must get an answer
      out.onError(Failures.status(e));
    }
  }

  @Override
  public void listFeatures(ListFeaturesRequest request, StreamObserver<ListFeaturesResponse> out) {
    out.onNext(catalogue);
    out.onCompleted();
  }

  private static void run(
      Reader reader, Runnable evaluation, StreamObserver<GetGraphFeaturesResponse> out) {
    try {
      reader.run(evaluation);
    } catch (Throwable e) { // as above
      out.onError(Failures.status(e));
    }
  }

  private void answer(Query query, Reader reader, StreamObserver<GetGraphFeaturesResponse> out) {
    GetGraphFeaturesResponse response;
    try {
      checkWanted();
      Reading reading = reader.read(query.plan().shape(), query.key(), query.now(), timeout());
      Optional<Watermark> known = reading.watermark();
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
      checkFresh(query.freshness().of(known, now));
      FeatureVector vector =
          query
              .plan()
              .evaluate(reading.view(), query.key(), query.now())
              .orElseThrow(() -> notFound(query.key()));
      response = Answers.features(vector, reader.source(), known, isStale(known, now));
    } catch (Throwable e) { // as above
      out.onError(Failures.status(e));
      return;
    }
    out.onNext(response);
    out.onCompleted();
  }

  private boolean isStale(Optional<Watermark> known, long now) {
    return known.filter(watermark -> now - watermark.asOf() > staleAfter).isPresent();
  }

  private static void checkFresh(Verdict verdict) throws StatusException {
    switch (verdict) {
      case Verdict.Met met -> {}
      case Verdict.NotYet(String why) ->
          throw Status.FAILED_PRECONDITION
              .withDescription("a fresher answer could not be had in time: " + why)
              .asException();
      case Verdict.Never(String why) ->
          throw Status.INVALID_ARGUMENT.withDescription(why).asException();
    }
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

  /** How long to wait for what is required, so that a failure reaches the caller in time. */
  private static Duration patience() {
    Duration left = timeout();
    Duration way = left.dividedBy(5);
    return left.minus(way.compareTo(WAY_BACK) < 0 ? way : WAY_BACK);
  }

  private StatusException notFound(String key) {
    return Status.NOT_FOUND.withDescription("no " + entity + " '" + key + "'").asException();
  }
}
