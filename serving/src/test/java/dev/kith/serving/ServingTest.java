package dev.kith.serving;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.config.Settings;
import dev.kith.proto.v1.FeaturePlan;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.PlanAction;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Serving, on a real Kafka and a real Dgraph,")
@ExtendWith(DgraphExtension.class)
class ServingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final GetGraphFeaturesRequest REQUEST =
      GetGraphFeaturesRequest.newBuilder()
          .setUserId("anna")
          .setAt(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
          .build();
  private static final GraphChange[] GRAPH = {
    user(
        "anna", Map.of("age", 30L, "city", "Bern", "created_at", micros(NOW.minusSeconds(86_400)))),
    user("ben", Map.of("age", 31L, "city", "Bern")),
    friends("anna", "ben"),
    product("p", Map.of("category", "books", "price", 120.0)),
    purchase(
        "b1", "ben", "p", Map.of("amount", 120.5, "purchased_at", micros(NOW.minusSeconds(60))))
  };

  @TempDir private Path directory;
  private TestBroker broker;

  @BeforeEach
  void broker() throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  @DisplayName(
      "answers from Dgraph until the replica has caught up, and then the same from the replica")
  void auto(DgraphServer dgraph) throws Exception {
    fill(dgraph);
    try (Running running =
        start(Map.of("GRAPH_SOURCE", "auto", "DGRAPH_ALPHA_HOST", dgraph.address()))) {
      Serving serving = running.serving();
      Await.until("Dgraph answers", serving::ready);
      GetGraphFeaturesResponse fromDgraph = running.ask(REQUEST);
      assertThat(fromDgraph.getSource()).isEqualTo(Source.DGRAPH);
      assertThat(
              fromDgraph
                  .getFeatures()
                  .getFieldsOrThrow("friend_purchase_amount_7d")
                  .getNumberValue())
          .isEqualTo(120.5);
      assertThat(serving.replicaLag()).isEqualTo(Long.MAX_VALUE);

      broker.start();
      broker.createTopic(2);
      broker.publish(SCHEMA, GRAPH);
      Await.until("the replica answers", () -> running.ask(REQUEST).getSource() == Source.REPLICA);
      Await.until("it has all changes", () -> serving.replicaLag() == 0);
      GetGraphFeaturesResponse fromReplica = running.ask(REQUEST);
      assertThat(fromReplica.getFeatures()).isEqualTo(fromDgraph.getFeatures());
      assertThat(fromReplica.getStatusMap()).isEqualTo(fromDgraph.getStatusMap());
    }
  }

  @Test
  @DisplayName("answers from Dgraph again while the replica is lost")
  void autoLost(DgraphServer dgraph) throws Exception {
    fill(dgraph);
    broker.start();
    broker.createTopic(1);
    broker.publish(SCHEMA, GRAPH);
    try (Running running =
        start(Map.of("GRAPH_SOURCE", "auto", "DGRAPH_ALPHA_HOST", dgraph.address()))) {
      Await.until("SERVING", () -> running.health() == ServingStatus.SERVING);
      Await.until("the replica answers", () -> running.ask(REQUEST).getSource() == Source.REPLICA);
      broker.deleteTopic();
      broker.createTopic(1);
      Await.until("Dgraph answers", () -> running.ask(REQUEST).getSource() == Source.DGRAPH);
      assertThat(running.health()).isEqualTo(ServingStatus.SERVING);
      broker.publish(SCHEMA, GRAPH);
      Await.until("the replica answers", () -> running.replicaHas(REQUEST));
    }
  }

  @Test
  @DisplayName("answers from Dgraph alone if told so")
  void dgraphOnly(DgraphServer dgraph) throws Exception {
    fill(dgraph);
    try (Running running =
        start(Map.of("GRAPH_SOURCE", "dgraph", "DGRAPH_ALPHA_HOST", dgraph.address()))) {
      Await.until("SERVING", () -> running.health() == ServingStatus.SERVING);
      assertThat(running.ask(REQUEST).getSource()).isEqualTo(Source.DGRAPH);
      assertThat(running.serving().replicaLag()).isZero();
      PlanFeaturesResponse plan = running.plan(ConfigFile.read("", "schemas/features.yaml").text());
      assertThat(plan.getSource()).isEqualTo(Source.DGRAPH);
      assertThat(plan.getShortfall()).isEmpty();
      assertThat(plan.getUsers()).isEqualTo(2);
      assertThat(plan.getPlannedCost()).isEqualTo(plan.getServedCost());
      assertThat(plan.getFeaturesList())
          .filteredOn(feature -> feature.getName().equals("friend_purchase_amount_7d"))
          .extracting(feature -> feature.getCost().getMax())
          .as("anna, her friend, and what he bought")
          .containsExactly(3L);
      assertThatThrownBy(() -> running.ask(REQUEST.toBuilder().setUserId("nobody").build()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("NOT_FOUND: no user 'nobody'");
    }
  }

  @Test
  @DisplayName("answers UNAVAILABLE, and says what it waits for, until it has a source")
  void replicaOnly() throws Exception {
    broker.start();
    try (Running running = start(Map.of("GRAPH_SOURCE", "replica", "DGRAPH_ALPHA_HOST", "none"))) {
      Serving serving = running.serving();
      assertThat(serving.state()).isEqualTo(Serving.State.RUNNING);
      assertThat(running.health()).isEqualTo(ServingStatus.NOT_SERVING);
      Await.until(
          "it waits", () -> running.unavailable().contains("there is no topic kith.graph-changes"));
      broker.createTopic(1);
      broker.publish(SCHEMA, GRAPH);
      Await.until("SERVING", () -> running.health() == ServingStatus.SERVING);
      Await.until("it has all changes", () -> serving.replicaLag() == 0);
      assertThat(running.ask(REQUEST).getSource()).isEqualTo(Source.REPLICA);
      serving.close();
      assertThat(serving.state()).isEqualTo(Serving.State.CLOSED);
      assertThat(serving.ready()).isFalse();
    }
  }

  @Test
  @DisplayName("serves what its features.yaml becomes, without a restart")
  void reload() throws Exception {
    Path features = directory.resolve("features.yaml");
    String text = ConfigFile.read("", "schemas/features.yaml").text();
    Files.writeString(features, text);
    broker.start();
    broker.createTopic(1);
    broker.publish(SCHEMA, GRAPH);
    try (Running running =
        start(
            Map.of(
                "GRAPH_SOURCE", "replica",
                "DGRAPH_ALPHA_HOST", "none",
                "FEATURES_CONFIG", features.toString()))) {
      Await.until("SERVING", () -> running.health() == ServingStatus.SERVING);
      String changed = text.replace("- name: friend_count\n", "- name: number_of_friends\n");
      assertThat(running.plan(changed.replace("[friend_count, ", "[")).getFeaturesList())
          .extracting(FeaturePlan::getAction)
          .contains(PlanAction.ADDED, PlanAction.REMOVED)
          .doesNotContain(PlanAction.CHANGED);
      Files.writeString(features, changed.replace("[friend_count, ", "["));
      Await.until(
          "it is served",
          () -> running.ask(REQUEST).getFeatures().containsFields("number_of_friends"));
      assertThat(running.ask(REQUEST).getFeatures().containsFields("friend_count")).isFalse();
    }
  }

  @Test
  @DisplayName("says that Dgraph does not answer")
  void noDgraph() throws Exception {
    try (Running running =
        start(Map.of("GRAPH_SOURCE", "dgraph", "DGRAPH_ALPHA_HOST", "127.0.0.1:1"))) {
      Await.until("it is tried", () -> running.unavailable().contains("Dgraph does not answer"));
      assertThat(running.health()).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  private Running start(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    all.put("GRPC_HOST", "127.0.0.1");
    all.put("GRPC_PORT", "0");
    Serving serving = new Serving(new Settings(all, Serving.SETTINGS));
    serving.start();
    return new Running(
        serving,
        NettyChannelBuilder.forAddress("127.0.0.1", serving.port()).usePlaintext().build());
  }

  /** Serving, and a client of it. */
  private record Running(Serving serving, ManagedChannel channel) implements AutoCloseable {

    GetGraphFeaturesResponse ask(GetGraphFeaturesRequest request) {
      return FeatureStoreServiceGrpc.newBlockingStub(channel).getGraphFeatures(request);
    }

    PlanFeaturesResponse plan(String featuresYaml) {
      return FeatureStoreServiceGrpc.newBlockingStub(channel)
          .planFeatures(PlanFeaturesRequest.newBuilder().setFeaturesYaml(featuresYaml).build());
    }

    /** Whether the replica answers, and knows the user. */
    boolean replicaHas(GetGraphFeaturesRequest request) {
      try {
        return ask(request).getSource() == Source.REPLICA;
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        return false;
      }
    }

    ServingStatus health() {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    }

    /** Why it can't answer. */
    String unavailable() {
      try {
        return "answered: " + ask(REQUEST);
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return String.valueOf(e.getStatus().getDescription());
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
      serving.close();
    }
  }

  private static void fill(DgraphServer server) throws Exception {
    try (Dgraph dgraph = Dgraph.connect(List.of(server.address()))) {
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, GRAPH.length, List.of(GRAPH));
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
