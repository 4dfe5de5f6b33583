package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.RecordPosition;
import dev.kith.serving.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("How fresh an answer is")
@Timeout(60)
class FreshnessTest {
  private static final String FEATURES =
      """
      entity: user
      features:
        - name: age
          description: Age.
          attribute: user.age
        - name: avg_friend_age
          description: Mean age of the friends.
          path: friends
          aggregate: avg(user.age)
          default: 0.0
      """;

  private static final long NOW =
      ChronoUnit.MICROS.between(java.time.Instant.EPOCH, TestServer.NOW);
  private static final long SECOND = 1_000_000;

  private GatedSource source;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("anna", Map.of("age", 30L)));
    source = new GatedSource(graph, 100);
    source.gate.countDown();
    server = new TestServer(FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA), source);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    source.close();
  }

  private void arrived(long asOf, long position) {
    source.watermark.set(
        Optional.of(new Watermark(asOf, "id", 1, Map.of("cdc", List.of(position)))));
  }

  private static GetGraphFeaturesRequest.Builder anna() {
    return GetGraphFeaturesRequest.newBuilder().setUserId("anna");
  }

  private static GetGraphFeaturesRequest.Builder annaWith(int partition, long offset) {
    return anna()
        .addMustInclude(
            RecordPosition.newBuilder().setTopic("cdc").setPartition(partition).setOffset(offset));
  }

  private GetGraphFeaturesResponse ask(GetGraphFeaturesRequest.Builder request) {
    return server.stub().withDeadlineAfter(30, TimeUnit.SECONDS).getGraphFeatures(request.build());
  }

  private void assertRefused(
      GetGraphFeaturesRequest.Builder request, long millis, Status.Code code, String message) {
    assertThatThrownBy(
            () ->
                server
                    .stub()
                    .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
                    .getGraphFeatures(request.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(message);
            });
  }

  @Test
  @DisplayName("is not said where it is not known")
  void unknown() {
    GetGraphFeaturesResponse answer = ask(anna());
    assertThat(answer.hasAsOf()).isFalse();
    assertThat(answer.getStatusMap()).isEqualTo(Map.of("avg_friend_age", FeatureStatus.DEFAULTED));
  }

  @Test
  @DisplayName(
      "is said as a time, and makes values STALE that are no defaults, once that is too long ago")
  void stale() {
    arrived(NOW - 30 * SECOND, 5);
    GetGraphFeaturesResponse fresh = ask(anna());
    assertThat(fresh.getAsOf()).isEqualTo(Timestamps.fromMicros(NOW - 30 * SECOND));
    assertThat(fresh.getStatusMap()).containsOnlyKeys("avg_friend_age");
    arrived(NOW - 30 * SECOND - 1, 5);
    assertThat(ask(anna()).getStatusMap())
        .isEqualTo(Map.of("age", FeatureStatus.STALE, "avg_friend_age", FeatureStatus.DEFAULTED));
  }

  @Test
  @DisplayName("may be asked for as an age, which is waited for; no thread waits meanwhile")
  void waits() throws Exception {
    arrived(NOW - 10 * SECOND, 5);
    List<CompletableFuture<GetGraphFeaturesResponse>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(
          CompletableFuture.supplyAsync(
              () -> ask(anna().setMaxStaleness(Durations.fromMillis(500)))));
    }
    Await.until("somebody waits", source.watermark::isAwaited);
    ask(anna().setMaxStaleness(Durations.fromSeconds(10))); // the one thread of the source is free
    arrived(NOW - SECOND / 2, 5);
    for (CompletableFuture<GetGraphFeaturesResponse> answer : asked) {
      assertThat(answer.get().getAsOf()).isEqualTo(Timestamps.fromMicros(NOW - SECOND / 2));
    }
  }

  @Test
  @DisplayName(
      "that does not come in time is a failure that says how far it is, before the deadline")
  void tooLate() {
    arrived(NOW - 10 * SECOND, 5);
    assertRefused(
        anna().setMaxStaleness(Durations.fromMillis(500)),
        3_000,
        Status.Code.FAILED_PRECONDITION,
        "a fresher answer could not be had in time: the graph is as of 2026-03-01T11:59:50.123Z,"
            + " 10.0 s ago; max_staleness is 0.5 s");
    assertRefused(
        anna().setMustIncludeUntil(Timestamps.fromMicros(NOW)),
        3_000,
        Status.Code.FAILED_PRECONDITION,
        "10.0 s before must_include_until");
    assertThat(source.reads).hasValueGreaterThan(0);
  }

  @Test
  @DisplayName("can't be had while ingest has told nothing")
  void neverTold() {
    assertRefused(
        anna().setMaxStaleness(Durations.fromDays(1)),
        3_000,
        Status.Code.FAILED_PRECONDITION,
        "ingest has not told yet");
  }

  @Test
  @DisplayName("may be asked for by a record of a CDC topic, or by a time")
  void readsItsEvent() throws Exception {
    arrived(NOW - SECOND, 5);
    assertThat(ask(annaWith(0, 4)).hasAsOf()).isTrue();
    CompletableFuture<GetGraphFeaturesResponse> next =
        CompletableFuture.supplyAsync(() -> ask(annaWith(0, 5)));
    Await.until("it waits", source.watermark::isAwaited);
    arrived(NOW, 6);
    assertThat(next.get().getAsOf()).isEqualTo(Timestamps.fromMicros(NOW));
    assertThat(ask(anna().setMustIncludeUntil(Timestamps.fromMicros(NOW))).hasAsOf()).isTrue();
  }

  @Test
  @DisplayName("is refused to be compared with what can't be")
  void invalid() {
    arrived(NOW, 5);
    Status.Code invalid = Status.Code.INVALID_ARGUMENT;
    assertRefused(annaWith(1, 0), 20_000, invalid, "cdc has no partition 1 that ingest reads");
    assertRefused(annaWith(-1, 0), 20_000, invalid, "neither may be below 0");
    assertRefused(annaWith(0, -1), 20_000, invalid, "neither may be below 0");
    assertRefused(
        anna().addMustInclude(RecordPosition.newBuilder().setTopic("cdd")),
        20_000,
        invalid,
        "must_include names the topic 'cdd': ingest reads cdc");
    GetGraphFeaturesRequest.Builder many = anna();
    for (int i = 0; i <= 100; i++) {
      many.addMustInclude(RecordPosition.newBuilder().setTopic("cdc"));
    }
    assertRefused(many, 20_000, invalid, "must_include names 101 records");
    assertRefused(
        anna().setMaxStaleness(Durations.fromSeconds(-1)), 20_000, invalid, "max_staleness is no");
    assertRefused(
        anna().setMaxStaleness(Duration.newBuilder().setSeconds(1).setNanos(-1)),
        20_000,
        invalid,
        "max_staleness is no");
    assertRefused(
        anna().setMustIncludeUntil(Timestamp.newBuilder().setNanos(-1)),
        20_000,
        invalid,
        "must_include_until is no time");
  }
}
