package dev.kith.serving.rpc;

import dev.kith.dgraph.DgraphException;
import dev.kith.features.ExplainedVector;
import dev.kith.features.FeatureVector;
import dev.kith.features.Plan;
import dev.kith.graph.EgoShape;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.BatchGetGraphFeaturesRequest;
import dev.kith.proto.v1.BatchGetGraphFeaturesResponse;
import dev.kith.proto.v1.BatchResult;
import dev.kith.proto.v1.ExplainGraphFeaturesRequest;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.AsyncService;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.serving.freshness.Requirement.Verdict;
import dev.kith.serving.source.Extent;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.Reader;
import dev.kith.serving.source.Reading;
import dev.kith.serving.turn.Refusal;
import dev.kith.serving.turn.Task;
import dev.kith.serving.wire.EncodedAnswer;
import dev.kith.serving.wire.EncodedService;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers the calls of the contract. What a caller does not wait for any more is not computed: the
 * deadline is looked at when a call arrives, and again when its turn at the source has come.
 *
 * <p>Calls arrive on the threads of the network, which check them; the source says on which thread
 * they are answered, and when.
 */
public final class FeatureService implements AsyncService, BindableService {
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
  private final LiveCatalogue catalogue;
  private final FeaturePlanner planner;
  private final NodeType entity;

  /**
   * @param catalogue what is served, now and then another
   * @param schema of the graph that it is asked of
   * @param topics the CDC topics
   * @param clock what <em>now</em> is for requests that name no time
   * @param staleAfter the age from which on an answer is said to be stale
   */
  public FeatureService(
      LiveCatalogue catalogue,
      GraphSchema schema,
      Set<String> topics,
      GraphSource source,
      InstantSource clock,
      Duration staleAfter) {
    this.requests = new RequestReader(catalogue, topics, clock);
    this.source = source;
    this.clock = clock;
    this.staleAfter = staleAfter.toNanos() / 1_000;
    this.catalogue = catalogue;
    this.planner = new FeaturePlanner(catalogue, schema, source, clock);
    this.entity = catalogue.entity();
  }

  /** As the contract has it, but answers to GetGraphFeatures are written by Kith's own hand. */
  @Override
  public ServerServiceDefinition bindService() {
    return EncodedService.of(FeatureStoreServiceGrpc.bindService(this), this::getEncoded);
  }

  private void getEncoded(GetGraphFeaturesRequest request, StreamObserver<EncodedAnswer> out) {
    serve(() -> requests.read(request), Plan::shape, this::one, out);
  }

  @Override
  public void batchGetGraphFeatures(
      BatchGetGraphFeaturesRequest request, StreamObserver<BatchGetGraphFeaturesResponse> out) {
    serve(() -> requests.read(request), Plan::shape, this::several, out);
  }

  @Override
  public void explainGraphFeatures(
      ExplainGraphFeaturesRequest request, StreamObserver<ExplainGraphFeaturesResponse> out) {
    serve(
        () -> requests.read(request),
        Plan::shapeInFull,
        (query, reader) -> explain(query, RequestReader.pieces(request), reader),
        out);
  }

  @Override
  public void listFeatures(ListFeaturesRequest request, StreamObserver<ListFeaturesResponse> out) {
    out.onNext(catalogue.listed());
    out.onCompleted();
  }

  @Override
  public void planFeatures(PlanFeaturesRequest request, StreamObserver<PlanFeaturesResponse> out) {
    planner.plan(request, out);
  }

  /** Reads a request. */
  private interface Request {
    Query read() throws StatusException;
  }

  /** Makes the answer to a query. */
  private interface Evaluation<R> {
    R answer(Query query, Reader reader) throws Exception;
  }

  private <R> void serve(
      Request request,
      Function<Plan, EgoShape> shape,
      Evaluation<R> evaluation,
      StreamObserver<R> out) {
    // Without a handler, answering a call that was cancelled meanwhile throws.
    ((ServerCallStreamObserver<R>) out).setOnCancelHandler(() -> {});
    try {
      checkWanted();
      Query query = request.read();
      Reader reader = source.reader();
      Call<R> call = new Call<>(query, reader, evaluation, out);
      Extent extent = new Extent(shape.apply(query.plan()), query.keys(), query.whatIf());
      if (query.freshness().isNone()) {
        reader.add(extent, call);
      } else {
        var _ = reader.await(query.freshness(), patience()).thenRun(() -> call.add(extent));
      }
    } catch (Throwable e) { // whatever it is, the caller must get an answer
      out.onError(Failures.status(e));
    }
  }

  /** A call that waits for its turn. */
  private static final class Call<R> implements Task {
    private final Query query;
    private final Reader reader;
    private final Evaluation<R> evaluation;
    private final StreamObserver<R> out;
    private final Context context = Context.current();
    private final Object caller = Callers.current();

    Call(Query query, Reader reader, Evaluation<R> evaluation, StreamObserver<R> out) {
      this.query = query;
      this.reader = reader;
      this.evaluation = evaluation;
      this.out = out;
    }

    void add(Extent extent) {
      try {
        reader.add(extent, this);
      } catch (Throwable e) { // as above
        out.onError(Failures.status(e));
      }
    }

    @Override
    public Object caller() {
      return caller;
    }

    @Override
    public void run() {
      Context before = context.attach();
      try {
        answer();
      } finally {
        context.detach(before);
      }
    }

    private void answer() {
      R response;
      try {
        checkWanted();
        response = evaluation.answer(query, reader);
      } catch (Throwable e) { // as above
        out.onError(Failures.status(e));
        return;
      }
      out.onNext(response);
      out.onCompleted();
    }

    @Override
    public void refuse(Refusal why) {
      out.onError(Failures.refused(why));
    }
  }

  private EncodedAnswer one(Query query, Reader reader) throws StatusException, DgraphException {
    String key = query.keys().getFirst();
    Reading reading = read(query, query.plan().shape(), reader, query.keys());
    Optional<FeatureVector> vector = query.plan().evaluate(reading.view(), key, query.now());
    FeatureVector known = known(query, reading, key, vector);
    Optional<Watermark> watermark = reading.watermark();
    boolean isStale = isStale(watermark, now());
    return EncodedAnswer.of(
        query.planned().names(),
        known,
        reader.source(),
        watermark,
        status -> Answers.status(status, isStale));
  }

  private ExplainGraphFeaturesResponse explain(Query query, int pieces, Reader reader)
      throws StatusException, DgraphException {
    String key = query.keys().getFirst();
    Reading reading = read(query, query.plan().shapeInFull(), reader, query.keys());
    ExplainedVector why =
        query
            .plan()
            .explain(reading.view(), key, query.now(), pieces)
            .orElseThrow(() -> notFound(key));
    Optional<Watermark> watermark = reading.watermark();
    return Explanations.answer(why, reader.source(), watermark, isStale(watermark, now()));
  }

  private BatchGetGraphFeaturesResponse several(Query query, Reader reader)
      throws StatusException, DgraphException {
    List<String> keys = query.keys().stream().filter(Element::isKey).distinct().toList();
    Reading reading =
        read(query, query.plan().shape(), reader, keys.isEmpty() ? List.of("nobody") : keys);
    Function<String, Optional<FeatureVector>> evaluation =
        query.plan().evaluateSeveral(reading.view(), query.now());
    BatchGetGraphFeaturesResponse.Builder out = BatchGetGraphFeaturesResponse.newBuilder();
    for (String key : query.keys()) {
      checkWanted();
      BatchResult.Builder result = out.addResultsBuilder().setUserId(key);
      try {
        RequestReader.checkKey(key);
        result.setAnswer(answer(query, reader, reading, key, evaluation.apply(key)));
      } catch (StatusException | RuntimeException e) { // the others have an answer all the same
        result.setError(Answers.error(Failures.status(e).getStatus()));
      }
    }
    return out.build();
  }

  private Reading read(Query query, EgoShape shape, Reader reader, List<String> keys)
      throws StatusException, DgraphException {
    Reading reading = reader.read(shape, keys, query.now(), query.whatIf(), timeout());
    checkFresh(query.freshness().of(reading.watermark(), now()));
    return reading;
  }

  private GetGraphFeaturesResponse answer(
      Query query, Reader reader, Reading reading, String key, Optional<FeatureVector> vector)
      throws StatusException {
    FeatureVector known = known(query, reading, key, vector);
    Optional<Watermark> watermark = reading.watermark();
    return Answers.features(known, reader.source(), watermark, isStale(watermark, now()));
  }

  private FeatureVector known(
      Query query, Reading reading, String key, Optional<FeatureVector> vector)
      throws StatusException {
    if (vector.isEmpty() && !query.defaultUnknown()) {
      throw notFound(key);
    }
    return vector.orElseGet(() -> query.plan().ofUnknown(reading.view().schema()));
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
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
      throw Failures.expired();
    }
    if (Context.current().isCancelled()) {
      throw Failures.cancelled();
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
