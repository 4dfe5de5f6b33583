package dev.kith.serving.rpc;

import dev.kith.dgraph.DgraphException;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.review.Reviewer;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.NotReadyException;
import dev.kith.serving.source.Reader;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Answers what another features.yaml would change and cost. One call at a time, on a thread of its
 * own beside those that answer requests; after every user that it measures it rests, so that it
 * takes a quarter of a processor at most. Thread-safe.
 */
final class FeaturePlanner {
  private static final String TEXT = "features_yaml";
  private static final int MAX_BYTES = 1 << 20;
  private static final int DEFAULT_USERS = 500;
  private static final int MOST_USERS = 10_000;
  private static final int MOST_FROM_DGRAPH = 100;
  private static final int MOST_FAILURES = 3;

  private final LiveCatalogue live;
  private final GraphSchema schema;
  private final GraphSource source;
  private final InstantSource clock;
  private final Semaphore turn = new Semaphore(1);

  FeaturePlanner(LiveCatalogue live, GraphSchema schema, GraphSource source, InstantSource clock) {
    this.live = live;
    this.schema = schema;
    this.source = source;
    this.clock = clock;
  }

  void plan(PlanFeaturesRequest request, StreamObserver<PlanFeaturesResponse> out) {
    // Without a handler, answering a call that was cancelled meanwhile throws.
    ((ServerCallStreamObserver<PlanFeaturesResponse>) out).setOnCancelHandler(() -> {});
    try {
      check(request);
      if (!turn.tryAcquire()) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("another features.yaml is being planned; try again later")
            .asException();
      }
    } catch (StatusException e) {
      out.onError(e);
      return;
    }
    Runnable work = Context.current().wrap(() -> answer(request, out));
    Thread.ofPlatform().daemon().name("kith-features-plan").start(work);
  }

  private static void check(PlanFeaturesRequest request) throws StatusException {
    int bytes = request.getFeaturesYamlBytes().size();
    if (bytes == 0 || bytes > MAX_BYTES) {
      throw invalid(TEXT + " has %,d bytes: from 1 to %,d are allowed".formatted(bytes, MAX_BYTES));
    }
    if (request.getUsers() < 0 || request.getUsers() > MOST_USERS) {
      throw invalid(
          "users is %d: from 1 to %d are allowed, and 0 for %d"
              .formatted(request.getUsers(), MOST_USERS, DEFAULT_USERS));
    }
  }

  private void answer(PlanFeaturesRequest request, StreamObserver<PlanFeaturesResponse> out) {
    PlanFeaturesResponse response;
    try {
      response = plan(request);
    } catch (Throwable e) { // whatever it is, the caller must get an answer
      out.onError(Failures.status(e));
      return;
    } finally {
      turn.release();
    }
    out.onNext(response);
    out.onCompleted();
  }

  private PlanFeaturesResponse plan(PlanFeaturesRequest request)
      throws StatusException, InterruptedException {
    FeatureCatalogue served = live.catalogue();
    Reviewer reviewer =
        new Reviewer(
            served,
            parse(request.getFeaturesYaml()),
            ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    int users = request.getUsers() == 0 ? DEFAULT_USERS : request.getUsers();
    Pace pace = Pace.ofThisCall();
    try {
      Reader reader = source.reader();
      String shortfall = measure(reviewer, served.entity(), reader, users, pace);
      return PlanAnswers.response(reviewer.review(), reader.source(), shortfall);
    } catch (NotReadyException e) {
      return PlanAnswers.response(
          reviewer.review(), Source.SOURCE_UNSPECIFIED, String.valueOf(e.getMessage()));
    }
  }

  private FeatureCatalogue parse(String text) throws StatusException {
    FeatureCatalogue next;
    try {
      next = FeatureCatalogue.parse(TEXT, text, schema);
    } catch (ConfigException e) {
      throw invalid(PlanAnswers.problems(e.problems()));
    }
    if (!next.entity().equals(live.entity())) {
      throw invalid(
          TEXT
              + ": it is about '%s', and what is served about '%s'. That takes a restart"
                  .formatted(next.entity(), live.entity()));
    }
    return next;
  }

  /** Returns why fewer users were measured than there are and were wanted; empty if not. */
  private static String measure(
      Reviewer reviewer, NodeType entity, Reader reader, int users, Pace pace)
      throws InterruptedException {
    boolean fromDgraph = reader.source() == Source.DGRAPH;
    int most = fromDgraph ? Math.min(users, MOST_FROM_DGRAPH) : users;
    int failures = 0;
    String failure = "";
    try {
      List<String> keys = reader.sample(entity, most, RandomGenerator.getDefault(), pace.left());
      for (String key : keys) {
        pace.begin();
        try {
          add(reviewer, reader, key, pace);
        } catch (DgraphException e) {
          failure = "Dgraph did not answer: " + e.kind();
          if (++failures == MOST_FAILURES) {
            return failure;
          }
        }
        pace.rest(fromDgraph);
        if (pace.isOver()) {
          return "the time was up";
        }
      }
      return failure;
    } catch (DgraphException e) {
      return "Dgraph did not answer: " + e.kind();
    }
  }

  private static void add(Reviewer reviewer, Reader reader, String key, Pace pace)
      throws DgraphException {
    List<String> keys = List.of(key);
    var next =
        reader.read(reviewer.nextShape(), keys, reviewer.now(), List.of(), pace.left()).view();
    var served =
        reader.read(reviewer.servedShape(), keys, reviewer.now(), List.of(), pace.left()).view();
    reviewer.add(served, next, key, pace::isOver);
  }

  private static StatusException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }
}
