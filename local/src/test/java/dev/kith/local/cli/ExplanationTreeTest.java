package dev.kith.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Values;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.Feature;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.Finding;
import dev.kith.proto.v1.GraphElement;
import dev.kith.proto.v1.Source;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What kith explain prints")
class ExplanationTreeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  @DisplayName("is a line a node, with its edge and what it brings, and how many are not shown")
  void tree() {
    assertThat(ExplanationTree.render(answer().setPieces(1_203).build(), NOW))
        .containsExactly(
            "friend_amount of ann: 7.5 TRUNCATED, from REPLICA, as of 2026-03-01T11:59:59Z (1.0 s"
                + " ago)",
            "What friends spent.",
            "",
            "user ann",
            "├─ user bob, friends 2026-02-01T00:00:00Z",
            "│  ├─ product tea, purchased p2 2026-03-01T00:00:00Z (amount 5.5) → 5.5",
            "│  └─ product pot (price 9), purchased p1 (amount 2) → 2",
            "└─ user cid, friends → 1",
            "… and 1,200 more. More: --max");
  }

  @Test
  @DisplayName("says that a value is made of nothing, and whether it is a default")
  void nothing() {
    ExplainGraphFeaturesResponse.Builder answer = answer().setPieces(0);
    answer.getAskedBuilder().clearFindings();
    assertThat(ExplanationTree.render(answer.clearAsOf().build(), NOW))
        .startsWith(
            "friend_amount of ann: 7.5 TRUNCATED, from REPLICA, as of a time that is not known")
        .endsWith("user ann", "Made of nothing.");
    assertThat(ExplanationTree.render(answer.setStatus(FeatureStatus.DEFAULTED).build(), NOW))
        .endsWith("user ann", "Made of nothing: the value is the default.");
  }

  @Test
  @DisplayName("is, as JSON, the same with exact numbers")
  void json() throws Exception {
    ExplainGraphFeaturesResponse.Builder answer = answer().setPieces(3);
    answer.getAskedBuilder().getFindingsBuilder(0).removeFindings(0);
    answer.getAskedBuilder().removeFindings(1);
    assertThat(new ObjectMapper().writeValueAsString(ExplanationJson.of(answer.build())))
        .isEqualTo(
            """
            {"feature":"friend_amount","description":"What friends spent.","source":"REPLICA",\
            "as_of":"2026-03-01T11:59:59Z","status":"TRUNCATED","value":7.5,"pieces":3,"asked":\
            {"node":{"type":"user","key":"ann","attributes":{}},"counts":false,"findings":[\
            {"node":{"type":"user","key":"bob","attributes":{}},\
            "edge":{"type":"friends","event_time":"2026-02-01T00:00:00Z","attributes":{}},\
            "counts":false,"findings":[\
            {"node":{"type":"product","key":"pot","attributes":{"price":9}},\
            "edge":{"type":"purchased","key":"p1","attributes":{"amount":2}},\
            "counts":true,"part":2,"findings":[]}]}]}}\
            """);
  }

  private static ExplainGraphFeaturesResponse.Builder answer() {
    GraphElement.Builder p2 =
        element("purchased", "p2").setEventTime(time("2026-03-01T00:00:00.25Z"));
    p2.getAttributesBuilder().putFields("amount", Values.of(5.5));
    GraphElement.Builder p1 = element("purchased", "p1");
    p1.getAttributesBuilder().putFields("amount", Values.of(2));
    GraphElement.Builder pot = element("product", "pot");
    pot.getAttributesBuilder().putFields("price", Values.of(9));
    Finding.Builder bob =
        Finding.newBuilder()
            .setNode(element("user", "bob"))
            .setEdge(element("friends", "").setEventTime(time("2026-02-01T00:00:00Z")))
            .addFindings(
                Finding.newBuilder()
                    .setNode(element("product", "tea"))
                    .setEdge(p2)
                    .setCounts(true)
                    .setPart(Values.of(5.5)))
            .addFindings(
                Finding.newBuilder()
                    .setNode(pot)
                    .setEdge(p1)
                    .setCounts(true)
                    .setPart(Values.of(2)));
    Finding.Builder cid =
        Finding.newBuilder()
            .setNode(element("user", "cid"))
            .setEdge(element("friends", ""))
            .setCounts(true);
    return ExplainGraphFeaturesResponse.newBuilder()
        .setFeature(
            Feature.newBuilder().setName("friend_amount").setDescription("What friends spent."))
        .setAsOf(time("2026-03-01T11:59:59Z"))
        .setSource(Source.REPLICA)
        .setStatus(FeatureStatus.TRUNCATED)
        .setValue(Values.of(7.5))
        .setAsked(
            Finding.newBuilder().setNode(element("user", "ann")).addFindings(bob).addFindings(cid));
  }

  private static GraphElement.Builder element(String type, String key) {
    return GraphElement.newBuilder().setType(type).setKey(key);
  }

  private static Timestamp time(String text) {
    Instant instant = Instant.parse(text);
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
