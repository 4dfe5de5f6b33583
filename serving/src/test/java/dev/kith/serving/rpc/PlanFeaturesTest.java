package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.ElementCost;
import dev.kith.proto.v1.FeaturePlan;
import dev.kith.proto.v1.FeatureSetPlan;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.PathDegrees;
import dev.kith.proto.v1.PlanAction;
import dev.kith.proto.v1.PlanEdit;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.proto.v1.PlanPath;
import dev.kith.proto.v1.PlanStep;
import dev.kith.proto.v1.Source;
import dev.kith.serving.Await;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan of a features.yaml, over gRPC,")
class PlanFeaturesTest {
  private static final String SERVED =
      """
      entity: user
      limits: {friends: 10, friends.purchased: 5, purchased: 10}
      sets:
        seed: [friend_count]
      features:
        - name: friend_count
          description: Friends.
          path: friends
          aggregate: count
        - name: friend_purchases
          description: What friends bought.
          path: friends.purchased
          within: 7d
          aggregate: count
      """;

  private static final MemoryGraph GRAPH = graph();
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(catalogue(SERVED), replica(GRAPH));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** Anna has three friends, of whom ben bought two things. */
  private static MemoryGraph graph() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (String name : List.of("anna", "ben", "cem", "dana")) {
      graph.apply(user(name, Map.of()));
    }
    graph.apply(product("p", Map.of("category", "books")));
    for (String friend : List.of("ben", "cem", "stub")) {
      graph.apply(friends("anna", friend));
    }
    graph.apply(purchase("b1", "ben", "p", Map.of()));
    graph.apply(purchase("b2", "ben", "p", Map.of()));
    return graph;
  }

  @Test
  @DisplayName("of what is served says that nothing changes, and what it costs")
  void same() {
    PlanFeaturesResponse plan = plan("# The same\n" + SERVED);
    assertThat(plan.getFeaturesList())
        .extracting(FeaturePlan::getName, FeaturePlan::getAction)
        .containsExactly(
            tuple("friend_count", PlanAction.UNCHANGED),
            tuple("friend_purchases", PlanAction.UNCHANGED));
    assertThat(plan.getSetsList()).isEmpty();
    assertThat(plan.getUsers()).as("the stub is no user").isEqualTo(4);
    assertThat(plan.getSource()).isEqualTo(Source.REPLICA);
    assertThat(plan.getShortfall()).isEmpty();
    // anna 1 + 3 + 2; ben and cem 1 + 1 + 0; dana 1
    ElementCost cost = ElementCost.newBuilder().setP50(2).setP99(6).setMax(6).build();
    assertThat(plan.getPlannedCost()).isEqualTo(cost);
    assertThat(plan.getServedCost()).isEqualTo(cost);
    assertThat(plan.getFeatures(1).getCost()).isEqualTo(cost);
    assertThat(plan.getFeatures(1).hasServedCost()).isFalse();
    assertThat(plan.getDegreesList())
        .containsExactly(
            PathDegrees.newBuilder()
                .setPath("friends")
                .setNodes(4)
                .setP50(1)
                .setP99(3)
                .setMax(3)
                .build(),
            // of ben, cem and the stub; of anna, twice
            PathDegrees.newBuilder()
                .setPath("friends.purchased")
                .setNodes(5)
                .setP50(0)
                .setP99(2)
                .setMax(2)
                .build());
  }

  @Test
  @DisplayName(
      "says what is added, changed and removed, what it reads, and warns; and changes nothing")
  void changes() {
    PlanFeaturesResponse plan =
        plan(
            SERVED
                .replace("within: 7d", "within: 30d")
                .replace("name: friend_count", "name: second")
                .replace("[friend_count]", "[second]")
                .replace("path: friends\n", "path: friends.friends\n"));
    assertThat(plan.getFeaturesList())
        .extracting(FeaturePlan::getName, FeaturePlan::getAction)
        .containsExactly(
            tuple("second", PlanAction.ADDED),
            tuple("friend_purchases", PlanAction.CHANGED),
            tuple("friend_count", PlanAction.REMOVED));
    FeaturePlan second = plan.getFeatures(0);
    assertThat(second.getPathsList()).containsExactly(path("friends", 10, "friends", 0));
    assertThat(second.getBound()).isZero();
    assertThat(second.getWarningsList()).hasSize(1);
    assertThat(second.getWarnings(0)).startsWith("unbounded: 'friends.friends' has no limit");
    FeaturePlan purchases = plan.getFeatures(1);
    assertThat(purchases.getEditsList())
        .containsExactly(
            PlanEdit.newBuilder().setKey("within").setBefore("7d").setAfter("30d").build());
    assertThat(purchases.getPathsList()).containsExactly(path("friends", 10, "purchased", 5));
    assertThat(purchases.getBound()).isEqualTo(1 + 10 + 50);
    assertThat(purchases.hasServedCost()).isTrue();
    FeaturePlan removed = plan.getFeatures(2);
    assertThat(removed.hasCost()).isFalse();
    assertThat(removed.getServedCost().getMax()).isEqualTo(1 + 3);
    assertThat(plan.getSetsList())
        .containsExactly(
            FeatureSetPlan.newBuilder()
                .setName("seed")
                .setAction(PlanAction.CHANGED)
                .addAdded("second")
                .addRemoved("friend_count")
                .build());
    assertThat(server.stub().listFeatures(ListFeaturesRequest.getDefaultInstance()))
        .isEqualTo(Answers.catalogue(catalogue(SERVED)));
  }

  @Test
  @DisplayName("names every problem of a text that can't be used, as many as a message can hold")
  void problems() {
    String bad =
        SERVED.replace("within: 7d", "within: never").replace("path: friends\n", "path: no\n");
    assertRefused(
        bad,
        "INVALID_ARGUMENT: features_yaml:8: no: there is no edge type 'no'. Known here: friends,"
            + " purchased\n"
            + "features_yaml:13: 'never', the 'within' of feature 'friend_purchases', is no time"
            + " span. Write a number above 0 and a unit, up to 36500d: 90s, 30m, 24h, 7d");
    StringBuilder many = new StringBuilder("entity: user\nfeatures:\n");
    for (int i = 0; i < 500; i++) {
      many.append(
          "  - {name: f%d, description: „D“, path: „%d“, aggregate: count}\n".formatted(i, i));
    }
    assertThatThrownBy(() -> plan(many.toString()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT: features_yaml:3: ")
        .hasMessageMatching("(?s).*… and \\d+ more");
    assertRefused(
        "entity: product\nfeatures: [{name: a, description: b, attribute: product.price}]",
        "INVALID_ARGUMENT: features_yaml: it is about 'product', and what is served about 'user'."
            + " That takes a restart");
  }

  @Test
  @DisplayName("refuses what is made to hurt")
  void hostile() {
    assertRefused(
        "", "INVALID_ARGUMENT: features_yaml has 0 bytes: from 1 to 1,048,576 are allowed");
    assertRefused(
        " ".repeat((1 << 20) + 1),
        "INVALID_ARGUMENT: features_yaml has 1,048,577 bytes: from 1 to 1,048,576 are allowed");
    assertThatThrownBy(() -> plan("[".repeat(1 << 20)))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageStartingWith("INVALID_ARGUMENT: features_yaml");
    assertThatThrownBy(
            () ->
                plan(
                    SERVED.replace(
                        "path: friends\n", "path: friends" + ".friends".repeat(100_000) + "\n")))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("has more than 8 hops");
    for (int users : List.of(-1, 10_001)) {
      assertThatThrownBy(
              () ->
                  plan(
                      server,
                      PlanFeaturesRequest.newBuilder().setFeaturesYaml(SERVED).setUsers(users)))
          .hasMessage(
              "INVALID_ARGUMENT: users is %d: from 1 to 10000 are allowed, and 0 for 500"
                  .formatted(users));
    }
  }

  @Test
  @DisplayName("is made one at a time, beside the answers to others")
  void oneAtATime() throws Exception {
    try (GatedSource source = new GatedSource(GRAPH, 10);
        TestServer slow = new TestServer(catalogue(SERVED), source);
        ExecutorService caller = Executors.newSingleThreadExecutor()) {
      PlanFeaturesRequest.Builder request =
          PlanFeaturesRequest.newBuilder().setFeaturesYaml(SERVED);
      Future<PlanFeaturesResponse> first = caller.submit(() -> plan(slow, request));
      Await.until("it reads", () -> source.reads.get() == 1);
      assertThatThrownBy(() -> plan(slow, request))
          .hasMessage(
              "RESOURCE_EXHAUSTED: another features.yaml is being planned; try again later");
      source.gate.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS).getUsers()).isEqualTo(1);
      assertThat(plan(slow, request).getUsers()).as("its turn is given back").isEqualTo(1);
      assertThat(
              slow.stub()
                  .getGraphFeatures(GetGraphFeaturesRequest.newBuilder().setUserId("anna").build())
                  .getFeatures()
                  .getFieldsCount())
          .isEqualTo(2);
    }
  }

  @Test
  @DisplayName("is made without costs while no source can answer")
  void notReady() throws Exception {
    try (GatedSource source = new GatedSource(GRAPH, 10);
        TestServer waiting = new TestServer(catalogue(SERVED), source)) {
      source.notReady = "the replica is loading (1.0 %)";
      PlanFeaturesResponse plan =
          plan(waiting, PlanFeaturesRequest.newBuilder().setFeaturesYaml(SERVED));
      assertThat(plan.getFeaturesCount()).isEqualTo(2);
      assertThat(plan.getFeatures(1).getBound()).isEqualTo(61);
      assertThat(plan.getFeatures(1).hasCost()).isFalse();
      assertThat(plan.hasPlannedCost()).isFalse();
      assertThat(plan.getShortfall()).isEqualTo("the replica is loading (1.0 %)");
    }
  }

  @Test
  @DisplayName("ends before the deadline, with what was measured until then")
  void deadline() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (int i = 0; i < 10_000; i++) {
      graph.apply(user("u" + i, Map.of()));
    }
    try (ReplicaSource source = replica(graph);
        TestServer large = new TestServer(FeatureCatalogue.load("", SCHEMA), source)) {
      String shipped = ConfigFile.read("", "schemas/features.yaml").text();
      PlanFeaturesResponse plan =
          large
              .stub()
              .withDeadlineAfter(3, TimeUnit.SECONDS)
              .planFeatures(
                  PlanFeaturesRequest.newBuilder()
                      .setFeaturesYaml(shipped)
                      .setUsers(10_000)
                      .build());
      assertThat(plan.getShortfall()).isEqualTo("the time was up");
      assertThat(plan.getUsers()).isLessThan(10_000);
    }
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> plan(text))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage(message);
  }

  private static PlanPath path(String first, int limit, String second, int further) {
    return PlanPath.newBuilder()
        .addSteps(PlanStep.newBuilder().setHop(first).setLimit(limit))
        .addSteps(PlanStep.newBuilder().setHop(second).setLimit(further))
        .build();
  }

  private static PlanFeaturesResponse plan(String text) {
    return plan(server, PlanFeaturesRequest.newBuilder().setFeaturesYaml(text));
  }

  private static PlanFeaturesResponse plan(TestServer of, PlanFeaturesRequest.Builder request) {
    return of.stub().withDeadlineAfter(60, TimeUnit.SECONDS).planFeatures(request.build());
  }

  private static ReplicaSource replica(MemoryGraph graph) {
    KnownWatermark unknown = new KnownWatermark(InstantSource.system());
    return new ReplicaSource(
        () -> new ReplicaStatus.Ready(graph, unknown), 100, TestServer.turns());
  }

  private static FeatureCatalogue catalogue(String text) {
    return FeatureCatalogue.parse("features.yaml", text, SCHEMA);
  }
}
