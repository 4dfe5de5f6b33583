package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Values;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.BatchGetGraphFeaturesRequest;
import dev.kith.proto.v1.BatchResult;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The service, asked about several users at once,")
class BatchTest {
  private static final String FEATURES =
      """
      entity: user
      features:
        - name: friend_count
          description: Friends.
          path: friends
          aggregate: count
        - name: avg_friend_age
          description: Mean age of the friends.
          path: friends
          aggregate: avg(user.age)
          default: 0.0
        - name: city
          description: Where the user lives.
          attribute: user.city
      """;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("anna", Map.of("age", 30L, "city", "Bern")));
    graph.apply(user("ben", Map.of("age", 20L)));
    graph.apply(friends("anna", "ben"));
    graph.apply(friends("anna", "stub"));
    KnownWatermark unknown = new KnownWatermark(InstantSource.system());
    server =
        new TestServer(
            FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(graph, unknown), 100, TestServer.turns()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("answers each as it would alone, in the order in which they were asked about")
  void inOrder() {
    List<BatchResult> results = ask("ben", "anna", "ben");
    assertThat(results).extracting(BatchResult::getUserId).containsExactly("ben", "anna", "ben");
    for (BatchResult result : results) {
      assertThat(result.getAnswer()).isEqualTo(alone(result.getUserId()));
    }
  }

  @Test
  @DisplayName("tells what is wrong with one of them, and answers the others")
  void errors() {
    List<BatchResult> results = ask("nobody", "anna", "", "stub", "x".repeat(513), "ben");
    assertThat(results)
        .extracting(result -> Status.fromCodeValue(result.getError().getCode()).getCode())
        .containsExactly(
            Status.Code.NOT_FOUND,
            Status.Code.OK,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.NOT_FOUND,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.OK);
    assertThat(results.getFirst().getError().getMessage()).isEqualTo("no user 'nobody'");
    assertThat(results.get(2).getError().getMessage()).isEqualTo("user_id is empty");
    assertThat(results.get(1).getAnswer()).isEqualTo(alone("anna"));
    assertThat(results.getLast().getAnswer()).isEqualTo(alone("ben"));
  }

  @Test
  @DisplayName("tells what is wrong with all of them")
  void onlyErrors() {
    assertThat(ask("", ""))
        .extracting(result -> result.getError().getMessage())
        .containsExactly("user_id is empty", "user_id is empty");
  }

  @Test
  @DisplayName("refuses none, and more than 100")
  void bounds() {
    assertThatThrownBy(BatchTest::ask)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: user_ids has 0 users: from 1 to 100 are allowed");
    String[] many = Collections.nCopies(101, "anna").toArray(String[]::new);
    assertThatThrownBy(() -> ask(many))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: user_ids has 101 users: from 1 to 100 are allowed");
    assertThat(ask(Collections.nCopies(100, "anna").toArray(String[]::new))).hasSize(100);
  }

  @Test
  @DisplayName("answers about unknown ones with defaults, and says so, if it is asked to")
  void unknown() {
    List<BatchResult> results =
        server
            .stub()
            .batchGetGraphFeatures(
                BatchGetGraphFeaturesRequest.newBuilder()
                    .addUserIds("nobody")
                    .addUserIds("anna")
                    .setDefaultUnknown(true)
                    .build())
            .getResultsList();
    GetGraphFeaturesResponse nobody = results.getFirst().getAnswer();
    assertThat(nobody.getFeatures().getFieldsMap())
        .isEqualTo(
            Map.of(
                "friend_count", Values.of(0),
                "avg_friend_age", Values.of(0),
                "city", Values.ofNull()));
    assertThat(nobody.getStatusMap())
        .isEqualTo(
            Map.of(
                "friend_count", FeatureStatus.DEFAULTED,
                "avg_friend_age", FeatureStatus.DEFAULTED,
                "city", FeatureStatus.DEFAULTED));
    assertThat(results.getLast().getAnswer()).isEqualTo(alone("anna"));
    assertThat(
            server
                .stub()
                .getGraphFeatures(
                    GetGraphFeaturesRequest.newBuilder()
                        .setUserId("nobody")
                        .setDefaultUnknown(true)
                        .build()))
        .isEqualTo(nobody);
  }

  private static List<BatchResult> ask(String... users) {
    return server
        .stub()
        .batchGetGraphFeatures(
            BatchGetGraphFeaturesRequest.newBuilder().addAllUserIds(List.of(users)).build())
        .getResultsList();
  }

  private static GetGraphFeaturesResponse alone(String user) {
    return server
        .stub()
        .getGraphFeatures(GetGraphFeaturesRequest.newBuilder().setUserId(user).build());
  }
}
