package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.protobuf.util.Values;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.ExplainGraphFeaturesRequest;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.Finding;
import dev.kith.proto.v1.GraphElement;
import dev.kith.proto.v1.Source;
import dev.kith.proto.v1.ValueType;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service, asked why a value is what it is,")
class ExplainTest {
  private static final long NOW = ChronoUnit.MICROS.between(Instant.EPOCH, TestServer.NOW);
  private static final long HOUR = 3_600_000_000L;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("anna", Map.of("age", 30L, "created_at", NOW - 48 * HOUR)));
    graph.apply(user("ben", Map.of("age", 20L)));
    graph.apply(friends("anna", "ben"));
    graph.apply(product("oven", Map.of("category", "home", "price", 300.0)));
    for (int i = 0; i < 60; i++) {
      graph.apply(
          purchase(
              "b%02d".formatted(i),
              "ben",
              "oven",
              Map.of("amount", 280.5, "purchased_at", NOW - (i + 1) * HOUR)));
    }
    KnownWatermark watermark = new KnownWatermark(InstantSource.fixed(TestServer.NOW));
    watermark.set(Optional.of(new Watermark(NOW - 10_000_000, "id", 1, Map.of())));
    server =
        new TestServer(
            FeatureCatalogue.load("", SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(graph, watermark), 100, TestServer.turns()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("shows the value, and the nodes and edges that it is made of")
  void tree() {
    ExplainGraphFeaturesResponse answer = ask("anna", "friend_purchase_amount_7d", 1);
    assertThat(answer.getFeature().getDescription())
        .isEqualTo("Amount spent by friends in the last 7 days.");
    assertThat(answer.getFeature().getType()).isEqualTo(ValueType.DOUBLE);
    assertThat(answer.getValue()).isEqualTo(Values.of(60 * 280.5));
    assertThat(answer.getStatus()).isEqualTo(FeatureStatus.OK);
    assertThat(answer.getSource()).isEqualTo(Source.REPLICA);
    assertThat(answer.getAsOf()).isEqualTo(Timestamps.fromMicros(NOW - 10_000_000));
    assertThat(answer.getPieces()).isEqualTo(60);
    GraphElement.Builder anna = GraphElement.newBuilder().setType("user").setKey("anna");
    anna.getAttributesBuilder()
        .putFields("age", Values.of(30))
        .putFields("created_at", Values.of("2026-02-27T12:00:00.123456Z"));
    GraphElement.Builder ben = GraphElement.newBuilder().setType("user").setKey("ben");
    ben.getAttributesBuilder().putFields("age", Values.of(20));
    GraphElement.Builder oven = GraphElement.newBuilder().setType("product").setKey("oven");
    oven.getAttributesBuilder()
        .putFields("category", Values.of("home"))
        .putFields("price", Values.of(300));
    GraphElement.Builder bought =
        GraphElement.newBuilder()
            .setType("purchased")
            .setKey("b00")
            .setEventTime(Timestamps.fromMicros(NOW - HOUR));
    bought.getAttributesBuilder().putFields("amount", Values.of(280.5));
    GraphElement.Builder friends = GraphElement.newBuilder().setType("friends");
    assertThat(friends.getAttributesBuilder().getFieldsCount()).isZero();
    assertThat(answer.getAsked())
        .isEqualTo(
            Finding.newBuilder()
                .setNode(anna)
                .addFindings(
                    Finding.newBuilder()
                        .setNode(ben)
                        .setEdge(friends)
                        .addFindings(
                            Finding.newBuilder()
                                .setNode(oven)
                                .setEdge(bought)
                                .setCounts(true)
                                .setPart(Values.of(280.5))))
                .build());
  }

  @Test
  @DisplayName("shows 50 pieces, or as many as are wanted")
  void bound() {
    assertThat(purchases(ask("anna", "friend_purchase_count_7d", 0))).isEqualTo(50);
    assertThat(purchases(ask("anna", "friend_purchase_count_7d", 1000))).isEqualTo(60);
    assertThat(purchases(ask("anna", "friend_purchase_count_7d", 7))).isEqualTo(7);
    assertThatThrownBy(() -> ask("anna", "friend_purchase_count_7d", 1001))
        .hasMessage(
            "INVALID_ARGUMENT: max_pieces is 1001: from 1 to 1000 are allowed, and 0 for 50");
    assertThatThrownBy(() -> ask("anna", "friend_purchase_count_7d", -1))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT: max_pieces is -1");
  }

  @Test
  @DisplayName("shows the user for the user's own, and nothing below where the value is a default")
  void noFindings() {
    ExplainGraphFeaturesResponse age = ask("anna", "account_age_days", 0);
    assertThat(age.getValue()).isEqualTo(Values.of(2.0));
    assertThat(age.getPieces()).isEqualTo(1);
    assertThat(age.getAsked().getCounts()).isTrue();
    assertThat(age.getAsked().getPart()).isEqualTo(Values.of("2026-02-27T12:00:00.123456Z"));
    ExplainGraphFeaturesResponse mean = ask("anna", "avg_purchase_amount_30d", 0);
    assertThat(mean.getStatus()).isEqualTo(FeatureStatus.DEFAULTED);
    assertThat(mean.getValue()).isEqualTo(Values.of(0));
    assertThat(mean.getPieces()).isZero();
    assertThat(mean.getAsked().getFindingsCount()).isZero();
  }

  @Test
  @DisplayName("takes the time and the freshness that are asked for, as for values")
  void atAndFreshness() {
    ExplainGraphFeaturesRequest.Builder request =
        ExplainGraphFeaturesRequest.newBuilder()
            .setUserId("anna")
            .setFeatureName("friend_purchase_count_7d");
    Timestamp at = Timestamps.fromMicros(NOW - 58 * HOUR);
    assertThat(explain(request.clone().setAt(at)).getPieces()).isEqualTo(3);
    assertThat(
            explain(request.clone().setMaxStaleness(Duration.newBuilder().setSeconds(11)))
                .getPieces())
        .isEqualTo(60);
    assertThatThrownBy(
            () ->
                server
                    .stub()
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .explainGraphFeatures(
                        request
                            .clone()
                            .setMaxStaleness(Duration.newBuilder().setSeconds(9))
                            .build()))
        .hasMessageStartingWith("FAILED_PRECONDITION: a fresher answer could not be had in time");
  }

  @Test
  @DisplayName("says what was asked wrongly, and that a user is not known")
  void errors() {
    assertThatThrownBy(() -> ask("nobody", "friend_count", 0))
        .hasMessage("NOT_FOUND: no user 'nobody'");
    assertThatThrownBy(() -> ask("", "friend_count", 0))
        .hasMessage("INVALID_ARGUMENT: user_id is empty");
    assertThatThrownBy(() -> ask("anna", "", 0))
        .hasMessage("INVALID_ARGUMENT: feature_name is empty");
    assertThatThrownBy(() -> ask("anna", "frend_count", 0))
        .hasMessage(
            "INVALID_ARGUMENT: unknown feature 'frend_count': did you mean 'friend_count'?");
  }

  private static long purchases(ExplainGraphFeaturesResponse answer) {
    assertThat(answer.getPieces()).isEqualTo(60);
    return answer.getAsked().getFindings(0).getFindingsList().stream()
        .filter(Finding::getCounts)
        .count();
  }

  private static ExplainGraphFeaturesResponse ask(String user, String feature, int pieces) {
    return explain(
        ExplainGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .setFeatureName(feature)
            .setMaxPieces(pieces));
  }

  private static ExplainGraphFeaturesResponse explain(ExplainGraphFeaturesRequest.Builder request) {
    return server.stub().explainGraphFeatures(request.build());
  }
}
