package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.NullValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Values;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.Feature;
import dev.kith.proto.v1.FeatureSet;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.proto.v1.ValueType;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service, asked by a real client,")
class FeatureServiceTest {
  private static final String FEATURES =
      """
      entity: user
      sets:
        own: [city, created_at]
        friends: [friend_count, avg_friend_age]
      features:
        - name: city
          description: City of residence.
          attribute: user.city
        - name: age
          description: Age in years.
          attribute: user.age
        - name: created_at
          description: When the account was created.
          attribute: user.created_at
        - name: friend_count
          description: Friends.
          path: friends
          aggregate: count
        - name: avg_friend_age
          description: Mean age of the friends.
          path: friends
          aggregate: avg(user.age)
          default: 0.0
        - name: purchase_count_1h
          description: Purchases in the last hour.
          path: purchased
          within: 1h
          aggregate: count
      """;

  private static final KnownWatermark UNKNOWN = new KnownWatermark(InstantSource.system());

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(
        user("anna", Map.of("age", 30L, "city", "Bern", "created_at", 1_700_000_000_000_001L)));
    graph.apply(user("ben", Map.of("city", "Basel")));
    graph.apply(user("cleo", Map.of("age", 41L)));
    graph.apply(friends("anna", "ben"));
    graph.apply(friends("anna", "cleo"));
    graph.apply(friends("anna", "stub"));
    graph.apply(product("p", Map.of("price", 5.0)));
    long halfAnHourAgo = micros(TestServer.NOW.minus(30, ChronoUnit.MINUTES));
    graph.apply(purchase("b1", "anna", "p", Map.of("purchased_at", halfAnHourAgo)));
    long now = micros(TestServer.NOW);
    for (long time : List.of(now - 3_600_000_000L, now - 3_599_999_999L, now, now + 1)) {
      graph.apply(purchase("at " + time, "ben", "p", Map.of("purchased_at", time)));
    }
    server =
        new TestServer(
            FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(graph, UNKNOWN), 100, TestServer.turns()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("answers all features, flat, with where they were read")
  void all() {
    GetGraphFeaturesResponse answer = ask(request("anna"));
    assertThat(answer.getFeatures().getFieldsMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "city", Values.of("Bern"),
                "age", Values.of(30),
                "created_at", Values.of("2023-11-14T22:13:20.000001Z"),
                "friend_count", Values.of(3),
                "avg_friend_age", Values.of(41),
                "purchase_count_1h", Values.of(1)));
    assertThat(answer.getSource()).isEqualTo(Source.REPLICA);
    assertThat(answer.getStatusMap()).isEmpty();
  }

  @Test
  @DisplayName("answers null where there is nothing to say and no default")
  void nothingThere() {
    GetGraphFeaturesResponse answer = ask(request("ben").addFeatureNames("age"));
    assertThat(answer.getFeatures().getFieldsMap())
        .isEqualTo(Map.of("age", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build()));
    assertThat(answer.getStatusMap()).isEmpty();
  }

  @Test
  @DisplayName("marks the value that is a default, and no other")
  void defaulted() throws Exception {
    MemoryGraph lonely = new MemoryGraph(SCHEMA);
    lonely.apply(user("solo", Map.of()));
    try (TestServer other =
        new TestServer(
            FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(lonely, UNKNOWN), 100, TestServer.turns()))) {
      GetGraphFeaturesResponse answer = other.stub().getGraphFeatures(request("solo").build());
      assertThat(answer.getFeatures().getFieldsOrThrow("avg_friend_age")).isEqualTo(Values.of(0));
      assertThat(answer.getStatusMap())
          .isEqualTo(Map.of("avg_friend_age", FeatureStatus.DEFAULTED));
    }
  }

  @Test
  @DisplayName("answers the union of the named features and the set, each once")
  void namesAndSet() {
    GetGraphFeaturesResponse answer =
        ask(
            request("anna")
                .addAllFeatureNames(List.of("friend_count", "city", "friend_count"))
                .setFeatureSet("own"));
    assertThat(answer.getFeatures().getFieldsMap().keySet())
        .containsExactlyInAnyOrder("friend_count", "city", "created_at");
  }

  @Test
  @DisplayName("evaluates windows as of the time that is asked for")
  void at() {
    Instant purchase = TestServer.NOW.minus(30, ChronoUnit.MINUTES);
    assertThat(purchasesAt(purchase.plus(1, ChronoUnit.HOURS).minusNanos(1_000))).isEqualTo(1);
    assertThat(purchasesAt(purchase.plus(1, ChronoUnit.HOURS))).isZero();
    assertThat(purchasesAt(purchase)).isEqualTo(1);
    assertThat(purchasesAt(purchase.minusNanos(1_000))).isZero();
  }

  @Test
  @DisplayName("answers the same as of this very moment as without a time")
  void atNow() {
    GetGraphFeaturesResponse answer = ask(request("ben"));
    assertThat(answer.getFeatures().getFieldsOrThrow("purchase_count_1h")).isEqualTo(Values.of(2));
    Timestamp.Builder now =
        Timestamp.newBuilder()
            .setSeconds(TestServer.NOW.getEpochSecond())
            .setNanos(TestServer.NOW.getNano());
    assertThat(ask(request("ben").setAt(now))).isEqualTo(answer);
  }

  @Test
  @DisplayName("takes the microsecond in which a time lies")
  void atIsFloored() {
    Instant purchase = TestServer.NOW.minus(30, ChronoUnit.MINUTES);
    assertThat(purchasesAt(purchase.plusNanos(999))).isEqualTo(1);
    assertThat(purchasesAt(purchase.minusNanos(1))).isZero();
  }

  @Test
  @DisplayName("refuses a time that no timestamp may say")
  void atOutOfRange() {
    assertRefused(
        request("anna").setAt(Timestamp.newBuilder().setSeconds(253_402_300_800L)),
        Status.Code.INVALID_ARGUMENT,
        "at is no time");
    assertRefused(
        request("anna").setAt(Timestamp.newBuilder().setNanos(-1)),
        Status.Code.INVALID_ARGUMENT,
        "at is no time");
  }

  @Test
  @DisplayName("refuses an empty and an over-long user_id")
  void userId() {
    assertRefused(request(""), Status.Code.INVALID_ARGUMENT, "user_id is empty");
    assertRefused(
        request("x".repeat(513)),
        Status.Code.INVALID_ARGUMENT,
        "user_id has 513 characters: at most 512 are allowed");
    assertRefused(request("x".repeat(512)), Status.Code.NOT_FOUND, "no user");
  }

  @Test
  @DisplayName("refuses an unknown feature or set by its name, and suggests the nearest")
  void unknownNames() {
    assertRefused(
        request("anna").addFeatureNames("freind_count"),
        Status.Code.INVALID_ARGUMENT,
        "unknown feature 'freind_count': did you mean 'friend_count'?");
    assertRefused(
        request("anna").addFeatureNames("zzz"),
        Status.Code.INVALID_ARGUMENT,
        "unknown feature 'zzz': ListFeatures names them all");
    assertRefused(
        request("anna").setFeatureSet("friend"),
        Status.Code.INVALID_ARGUMENT,
        "unknown feature set 'friend': did you mean 'friends'?");
  }

  @Test
  @DisplayName("takes requests larger than gRPC's default limit")
  void largeRequest() {
    assertRefused(
        request("anna").addFeatureNames("x".repeat(20 << 20)),
        Status.Code.INVALID_ARGUMENT,
        "unknown feature 'xxx");
  }

  @Test
  @DisplayName("does not know a user who is only somebody's friend")
  void notFound() {
    assertRefused(request("nobody"), Status.Code.NOT_FOUND, "no user 'nobody'");
    assertRefused(request("stub"), Status.Code.NOT_FOUND, "no user 'stub'");
  }

  @Test
  @DisplayName("calls whom it does not know by the type that is asked about")
  void otherEntity() throws Exception {
    String features =
        """
        entity: product
        features:
          - name: price
            description: What it costs.
            attribute: product.price
        """;
    MemoryGraph empty = new MemoryGraph(SCHEMA);
    try (TestServer other =
        new TestServer(
            FeatureCatalogue.parse("features.yaml", features, SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(empty, UNKNOWN), 100, TestServer.turns()))) {
      assertThatThrownBy(() -> other.stub().getGraphFeatures(request("anna").build()))
          .hasMessage("NOT_FOUND: no product 'anna'");
    }
  }

  @Test
  @DisplayName("times calls by method, code and the source that answered")
  void timed() {
    long before = calls("OK", "REPLICA");
    server.stub().getGraphFeatures(GetGraphFeaturesRequest.newBuilder().setUserId("anna").build());
    assertThat(calls("OK", "REPLICA")).isEqualTo(before + 1);
    long nobody = calls("NOT_FOUND", "NONE");
    assertThatThrownBy(
            () ->
                server
                    .stub()
                    .getGraphFeatures(
                        GetGraphFeaturesRequest.newBuilder().setUserId("nobody").build()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(calls("NOT_FOUND", "NONE")).isEqualTo(nobody + 1);
  }

  private static long calls(String code, String source) {
    Timer timer =
        server
            .meters
            .find("kith.grpc.requests")
            .tags("method", "GetGraphFeatures", "code", code, "source", source)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  @DisplayName("lists the catalogue in its order, with types and sets")
  void listFeatures() {
    ListFeaturesResponse list =
        server.stub().listFeatures(ListFeaturesRequest.getDefaultInstance());
    assertThat(list.getFeaturesList())
        .extracting(Feature::getName, Feature::getType)
        .containsExactly(
            tuple("city", ValueType.STRING),
            tuple("age", ValueType.INT),
            tuple("created_at", ValueType.TIMESTAMP),
            tuple("friend_count", ValueType.INT),
            tuple("avg_friend_age", ValueType.DOUBLE),
            tuple("purchase_count_1h", ValueType.INT));
    assertThat(list.getFeatures(3).getDescription()).isEqualTo("Friends.");
    assertThat(list.getSetsList())
        .containsExactly(
            set("own", "city", "created_at"), set("friends", "friend_count", "avg_friend_age"));
  }

  private static double purchasesAt(Instant at) {
    return ask(request("anna")
            .addFeatureNames("purchase_count_1h")
            .setAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano())))
        .getFeatures()
        .getFieldsOrThrow("purchase_count_1h")
        .getNumberValue();
  }

  private static void assertRefused(
      GetGraphFeaturesRequest.Builder request, Status.Code code, String message) {
    assertThatThrownBy(() -> ask(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).startsWith(message).hasSizeLessThan(700);
            });
  }

  private static GetGraphFeaturesResponse ask(GetGraphFeaturesRequest.Builder request) {
    return server.stub().getGraphFeatures(request.build());
  }

  private static GetGraphFeaturesRequest.Builder request(String user) {
    return GetGraphFeaturesRequest.newBuilder().setUserId(user);
  }

  private static FeatureSet set(String name, String... members) {
    return FeatureSet.newBuilder().setName(name).addAllFeatureNames(List.of(members)).build();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
