package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import dev.kith.dgraph.DgraphException;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.serving.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The server")
@Timeout(60)
class GrpcServerTest {
  private static final String SERVICE = FeatureStoreServiceGrpc.SERVICE_NAME;
  private static final GetGraphFeaturesRequest REQUEST =
      GetGraphFeaturesRequest.newBuilder().setUserId("u").build();
  private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.load("", SCHEMA);
  private static final int MAX_WAITING = 3;

  private GatedSource source;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("u", Map.of()));
    source = new GatedSource(graph, MAX_WAITING);
    server = new TestServer(CATALOGUE, source, Duration.ofHours(1));
  }

  @AfterEach
  void stop() throws Exception {
    source.gate.countDown();
    server.close();
    source.close();
  }

  @Test
  @DisplayName("names its services by reflection")
  void reflection() throws Exception {
    CompletableFuture<List<String>> services = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    services.complete(
                        answer.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable e) {
                    services.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(services.get()).contains(SERVICE, "grpc.health.v1.Health");
    requests.onCompleted();
  }

  @Test
  @DisplayName("is SERVING exactly while a source can answer, and says why it can't")
  void health() throws Exception {
    for (String service : List.of("", SERVICE)) {
      source.notReady = null;
      Await.until("SERVING", () -> server.health(service) == ServingStatus.SERVING);
      source.notReady = "the replica is loading (42.0 %)";
      Await.until("NOT_SERVING", () -> server.health(service) == ServingStatus.NOT_SERVING);
    }
    assertFails(
        () -> server.stub().getGraphFeatures(REQUEST),
        Status.Code.UNAVAILABLE,
        "the replica is loading (42.0 %); try again later");
  }

  @Test
  @DisplayName("does not compute what the caller does not wait for any more")
  void expired() throws Exception {
    ListenableFuture<GetGraphFeaturesResponse> first = call();
    Await.until("the first call reads", () -> source.reads.get() == 1);
    assertFails(
        () -> server.stub().withDeadlineAfter(50, TimeUnit.MILLISECONDS).getGraphFeatures(REQUEST),
        Status.Code.DEADLINE_EXCEEDED,
        "");
    source.gate.countDown();
    first.get();
    // The one thread has had all that waited before this one.
    assertThat(server.stub().getGraphFeatures(REQUEST).getFeatures().getFieldsCount()).isPositive();
    assertThat(source.reads.get()).isEqualTo(2);
  }

  @Test
  @DisplayName("under overload refuses at once what may not wait, and answers the rest")
  void overload() throws Exception {
    List<ListenableFuture<GetGraphFeaturesResponse>> taken = new ArrayList<>();
    taken.add(call());
    Await.until("the first call reads", () -> source.reads.get() == 1);
    while (taken.size() <= MAX_WAITING) {
      taken.add(call());
      Await.until("it waits", () -> source.waiting() == taken.size() - 1);
    }
    for (int i = 0; i < 10; i++) {
      // The gate is shut meanwhile, so these don't wait for the others.
      assertFails(
          () -> server.stub().getGraphFeatures(REQUEST),
          Status.Code.RESOURCE_EXHAUSTED,
          "too many requests at once");
    }
    source.gate.countDown();
    for (ListenableFuture<GetGraphFeaturesResponse> call : taken) {
      assertThat(call.get().getFeatures().getFieldsCount()).isPositive();
    }
  }

  @Test
  @DisplayName("when it is closed lets calls that run end, and takes no new ones")
  void drains() throws Exception {
    ListenableFuture<GetGraphFeaturesResponse> running = call();
    Await.until("the call reads", () -> source.reads.get() == 1);
    Thread closing = Thread.ofPlatform().start(server.server::close);
    Await.until(
        "new calls are refused",
        () -> {
          ListenableFuture<GetGraphFeaturesResponse> late = call();
          return late.isDone();
        });
    assertThat(running.isDone()).isFalse();
    source.gate.countDown();
    assertThat(running.get().getFeatures().getFieldsCount()).isPositive();
    closing.join();
  }

  @Test
  @DisplayName("when it is closed tells those who watch its health, and does not wait for them")
  void watchers() throws Exception {
    Await.until("SERVING", () -> server.health(SERVICE) == ServingStatus.SERVING);
    List<ServingStatus> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Status> end = new CompletableFuture<>();
    HealthGrpc.newStub(server.channel)
        .watch(
            HealthCheckRequest.newBuilder().setService(SERVICE).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse answer) {
                seen.add(answer.getStatus());
              }

              @Override
              public void onError(Throwable e) {
                end.complete(Status.fromThrowable(e));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
    Await.until("it is watched", () -> !seen.isEmpty());
    server.server.close();
    assertThat(end.get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(end.get().getDescription()).isEqualTo("the server stops");
    assertThat(seen).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
  }

  @Test
  @DisplayName("gives a source no more time than the caller has")
  void timeout() {
    source.gate.countDown();
    server.stub().withDeadlineAfter(5, TimeUnit.SECONDS).getGraphFeatures(REQUEST);
    assertThat(source.timeout).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
    server.stub().getGraphFeatures(REQUEST);
    assertThat(source.timeout).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("when the grace is over ends calls that still run")
  void grace() throws Exception {
    try (TestServer impatient = new TestServer(CATALOGUE, source, Duration.ofMillis(50))) {
      ListenableFuture<GetGraphFeaturesResponse> running =
          FeatureStoreServiceGrpc.newFutureStub(impatient.channel).getGraphFeatures(REQUEST);
      Await.until("the call reads", () -> source.reads.get() == 1);
      impatient.server.close();
      assertThatThrownBy(running::get)
          .satisfies(
              e ->
                  assertThat(Status.fromThrowable(e).getCode())
                      .isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED));
      source.gate.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ABORTED, ABORTED, Dgraph aborted the read; try again",
    "UNAVAILABLE, UNAVAILABLE, Dgraph does not answer; try again later",
    "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED, Dgraph did not answer in time",
    "REFUSED, INTERNAL, a defect in Kith",
  })
  @DisplayName("says what became of a read of Dgraph by its code")
  void dgraphFailures(DgraphException.Kind kind, Status.Code code, String message) {
    source.gate.countDown();
    source.failure = new DgraphException(kind, "secret", null);
    assertFails(() -> server.stub().getGraphFeatures(REQUEST), code, message);
  }

  @Test
  @DisplayName("answers INTERNAL with a reference, and nothing internal, where it has a defect")
  void defect() {
    source.gate.countDown();
    for (Throwable failure :
        List.of(new IllegalStateException("secret"), new AssertionError("secret"))) {
      source.failure = failure;
      assertThatThrownBy(() -> server.stub().getGraphFeatures(REQUEST))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageMatching("INTERNAL: a defect in Kith.* reference [0-9a-f]{8}");
    }
  }

  private ListenableFuture<GetGraphFeaturesResponse> call() {
    return FeatureStoreServiceGrpc.newFutureStub(server.channel).getGraphFeatures(REQUEST);
  }

  private static void assertFails(Runnable call, Status.Code code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).startsWith(message);
            });
  }
}
