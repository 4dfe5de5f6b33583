package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.product;
import static dev.kith.serving.Shop.purchase;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.BatchGetGraphFeaturesRequest;
import dev.kith.proto.v1.BatchResult;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.HypotheticalEdge;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the values then are is compared with an oracle elsewhere, from both sources. */
@DisplayName("The service, asked what would be,")
class WhatIfTest {
  private static final String FEATURES =
      """
      entity: user
      features:
        - name: friend_count
          description: Friends.
          path: friends
          aggregate: count
        - name: new_friend_count_7d
          description: Friendships made in the last 7 days.
          path: friends
          within: 7d
          aggregate: count
        - name: purchase_count_1h
          description: Purchases in the last hour.
          path: purchased
          within: 1h
          aggregate: count
        - name: purchase_amount_1h
          description: Amount spent in the last hour.
          path: purchased
          within: 1h
          aggregate: sum(purchased.amount)
        - name: categories
          description: Distinct categories bought.
          path: purchased
          aggregate: count_distinct(product.category)
      """;

  private static final String PURCHASE =
      "{type: purchased, from_key: anna, to_key: tea, attributes: {amount: 12.5}}";

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("anna", Map.of()));
    graph.apply(user("ben", Map.of()));
    graph.apply(friends("anna", "ben"));
    graph.apply(friends("anna", "stub"));
    graph.apply(product("tea", Map.of("category", "drink")));
    long before = Timestamps.toMicros(now()) - 1_000_000;
    graph.apply(purchase("b1", "anna", "pot", Map.of("purchased_at", before, "amount", 1.0)));
    KnownWatermark unknown = new KnownWatermark(InstantSource.system());
    server =
        new TestServer(
            FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA),
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(graph, unknown), 1_000, TestServer.turns()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @DisplayName("answers as if the purchase had just been made, and forgets it")
  void onePurchase() throws Exception {
    GetGraphFeaturesResponse real = ask("anna");
    assertThat(number(real, "purchase_count_1h")).isEqualTo(1);
    GetGraphFeaturesResponse then = ask("anna", PURCHASE);
    assertThat(number(then, "purchase_count_1h")).isEqualTo(2);
    assertThat(number(then, "purchase_amount_1h")).isEqualTo(13.5);
    assertThat(number(then, "categories")).isEqualTo(1);
    assertThat(number(ask("anna", PURCHASE, PURCHASE), "purchase_count_1h")).isEqualTo(3);
    assertThat(ask("anna")).isEqualTo(real);
  }

  @Test
  @DisplayName("takes an edge without a time as one of the time that is asked about")
  void timeOfTheEvaluation() throws Exception {
    Timestamp at = Timestamps.parse("2020-01-01T00:00:00Z");
    assertThat(
            number(
                server.stub().getGraphFeatures(request("anna", PURCHASE).setAt(at).build()),
                "purchase_count_1h"))
        .isEqualTo(1);
  }

  @Test
  @DisplayName("takes the time that an edge names, and leaves one out that is later than now")
  void times() throws Exception {
    String at = "{type: purchased, from_key: anna, to_key: tea, attributes: {purchased_at: '%s'}}";
    String now = Timestamps.toString(now());
    String justNow = Timestamps.toString(Timestamps.add(now(), Durations.fromMicros(1)));
    assertThat(number(ask("anna", at.formatted(now)), "purchase_count_1h")).isEqualTo(2);
    assertThat(ask("anna", at.formatted(justNow))).isEqualTo(ask("anna"));
    assertThat(number(ask("anna", at.formatted("2026-03-01T13:30:00+02:00")), "purchase_count_1h"))
        .isEqualTo(2);
    assertThat(ask("anna", at.formatted("2026-03-01T12:30:00+02:00")))
        .isNotEqualTo(ask("anna"))
        .extracting(answer -> number(answer, "purchase_count_1h"))
        .isEqualTo(1.0);
  }

  @Test
  @DisplayName("adds a friendship to both, and none where there is one already")
  void friendship() throws Exception {
    String another = "{type: friends, from_key: somebody, to_key: anna}";
    assertThat(number(ask("anna", another, another), "friend_count")).isEqualTo(3);
    assertThat(number(ask("anna", another), "new_friend_count_7d")).isEqualTo(1);
    assertThat(ask("anna", "{type: friends, from_key: ben, to_key: anna}")).isEqualTo(ask("anna"));
    assertThat(number(ask("ben", "{type: friends, from_key: stub, to_key: ben}"), "friend_count"))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("does not know a user more because an edge names it")
  void unknown() throws Exception {
    for (String user : List.of("nobody", "stub")) {
      String edge = "{type: purchased, from_key: %s, to_key: tea}".formatted(user);
      assertThatThrownBy(() -> ask(user, edge)).hasMessage("NOT_FOUND: no user '" + user + "'");
      GetGraphFeaturesResponse defaults =
          server.stub().getGraphFeatures(request(user, edge).setDefaultUnknown(true).build());
      assertThat(number(defaults, "purchase_count_1h")).isZero();
      assertThat(defaults.getStatusMap())
          .containsEntry("purchase_count_1h", FeatureStatus.DEFAULTED);
    }
  }

  @Test
  @DisplayName("about several users adds the edges for each")
  void batch() throws Exception {
    List<BatchResult> results =
        server
            .stub()
            .batchGetGraphFeatures(
                BatchGetGraphFeaturesRequest.newBuilder()
                    .addAllUserIds(List.of("anna", "nobody", "ben"))
                    .addWhatIf(edge(PURCHASE))
                    .addWhatIf(edge("{type: friends, from_key: ben, to_key: stub}"))
                    .build())
            .getResultsList();
    assertThat(results.getFirst().getAnswer()).isEqualTo(ask("anna", PURCHASE));
    assertThat(results.get(1).hasError()).isTrue();
    assertThat(number(results.getLast().getAnswer(), "friend_count")).isEqualTo(2);
  }

  @Test
  @DisplayName("keeps what would be in one answer out of all others at the same time")
  void apart() throws Exception {
    GetGraphFeaturesResponse real = ask("anna");
    GetGraphFeaturesResponse then = ask("anna", PURCHASE);
    assertThat(then).isNotEqualTo(real);
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<GetGraphFeaturesResponse>> answers =
          IntStream.range(0, 400)
              .mapToObj(i -> callers.submit(() -> i % 2 == 0 ? ask("anna") : ask("anna", PURCHASE)))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? real : then);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {from_key: a, to_key: b} | '' is no type of edge. Known here: friends, purchased
          {type: purchase, from_key: a, to_key: b} | 'purchase' is no type of edge. Did you mean 'purchased'?
          {type: user, from_key: a, to_key: b} | 'user' is no type of edge. Known here: friends, purchased
          {type: friends, to_key: b} | from_key is empty: it must be the key of a node
          {type: friends, from_key: a} | to_key is empty: it must be the key of a node
          {type: friends, from_key: a, to_key: a} | it needs two ends that differ
          {type: purchased, from_key: a, to_key: b, attributes: {amuont: 1}} | there is no attribute 'amuont'. Did you mean 'amount'?
          {type: purchased, from_key: a, to_key: b, attributes: {amount: '1'}} | amount must be a finite number
          {type: purchased, from_key: a, to_key: b, attributes: {quantity: 1.5}} | quantity must be an integer, at most 2^53 from 0
          {type: purchased, from_key: a, to_key: b, attributes: {quantity: true}} | quantity must be a number
          {type: friends, from_key: a, to_key: b, attributes: {since: 5}} | since must be a string like 2026-03-01T12:00:00Z
          {type: friends, from_key: a, to_key: b, attributes: {since: soon}} | since is 'soon': it must be a time like 2026-03-01T12:00:00Z
          """)
  @DisplayName("refuses an edge that can't be, and says which, what is wrong and what to write")
  void wrongEdges(String edge, String message) throws Exception {
    HypotheticalEdge wrong = edge(edge);
    assertThatThrownBy(() -> ask("anna", PURCHASE, edge))
        .hasMessage(
            "INVALID_ARGUMENT: what_if[1], %s from '%s' to '%s': %s"
                .formatted(wrong.getType(), wrong.getFromKey(), wrong.getToKey(), message));
  }

  @Test
  @DisplayName("refuses over-long keys, numbers that are none, and more than 100 edges")
  void bounds() throws Exception {
    String longKey = "{type: purchased, from_key: anna, to_key: %s}".formatted("x".repeat(513));
    assertThatThrownBy(() -> ask("anna", longKey))
        .hasMessageEndingWith("…': to_key has 513 characters: at most 512 are allowed");
    HypotheticalEdge.Builder endless = edge(PURCHASE).toBuilder();
    endless
        .getAttributesBuilder()
        .putFields("amount", Value.newBuilder().setNumberValue(Double.NaN).build());
    assertThatThrownBy(
            () -> server.stub().getGraphFeatures(request("anna").addWhatIf(endless).build()))
        .hasMessageEndingWith("amount must be a finite number");
    String[] many = Collections.nCopies(101, PURCHASE).toArray(String[]::new);
    assertThatThrownBy(() -> ask("anna", many))
        .hasMessage("INVALID_ARGUMENT: what_if has 101 edges: at most 100 are allowed");
    String[] most = Collections.nCopies(100, PURCHASE).toArray(String[]::new);
    assertThat(number(ask("anna", most), "purchase_count_1h")).isEqualTo(101);
  }

  private static GetGraphFeaturesResponse ask(String user, String... edges) throws Exception {
    return server.stub().getGraphFeatures(request(user, edges).build());
  }

  private static GetGraphFeaturesRequest.Builder request(String user, String... edges)
      throws InvalidProtocolBufferException {
    GetGraphFeaturesRequest.Builder request = GetGraphFeaturesRequest.newBuilder().setUserId(user);
    for (String edge : edges) {
      request.addWhatIf(edge(edge));
    }
    return request;
  }

  private static HypotheticalEdge edge(String json) throws InvalidProtocolBufferException {
    HypotheticalEdge.Builder edge = HypotheticalEdge.newBuilder();
    JsonFormat.parser().merge(json, edge);
    return edge.build();
  }

  private static double number(GetGraphFeaturesResponse answer, String feature) {
    return answer.getFeatures().getFieldsOrThrow(feature).getNumberValue();
  }

  private static Timestamp now() {
    return Timestamp.newBuilder()
        .setSeconds(TestServer.NOW.getEpochSecond())
        .setNanos(TestServer.NOW.getNano())
        .build();
  }
}
