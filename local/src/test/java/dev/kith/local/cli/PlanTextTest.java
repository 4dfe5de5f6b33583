package dev.kith.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.proto.v1.ElementCost;
import dev.kith.proto.v1.FeaturePlan;
import dev.kith.proto.v1.FeatureSetPlan;
import dev.kith.proto.v1.PathDegrees;
import dev.kith.proto.v1.PlanAction;
import dev.kith.proto.v1.PlanEdit;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.proto.v1.PlanPath;
import dev.kith.proto.v1.PlanStep;
import dev.kith.proto.v1.Source;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan of a features.yaml, for people,")
class PlanTextTest {
  private static final FeaturePlan AGE =
      FeaturePlan.newBuilder().setName("age").setBound(1).setCost(cost(1, 1, 1)).build();

  @Test
  @DisplayName("has what changes, what it reads and costs, what is to be minded, and a summary")
  void changes() {
    PlanFeaturesResponse plan =
        PlanFeaturesResponse.newBuilder()
            .addFeatures(AGE)
            .addFeatures(
                FeaturePlan.newBuilder()
                    .setName("bought")
                    .setAction(PlanAction.CHANGED)
                    .addEdits(edit("within", "7d", "30d"))
                    .addEdits(edit("default", "", "0"))
                    .addPaths(path("friends", 500))
                    .addPaths(path("purchased", 0))
                    .setCost(cost(5, 1_000, 2_000).toBuilder().setTruncated(0.125).setAtLeast(true))
                    .setServedCost(cost(4, 10, 20))
                    .addWarnings("unbounded"))
            .addFeatures(
                FeaturePlan.newBuilder()
                    .setName("gone")
                    .setAction(PlanAction.REMOVED)
                    .setBound(1_234)
                    .addPaths(path("friends", 500))
                    .setServedCost(cost(3, 9, 11)))
            .addSets(
                FeatureSetPlan.newBuilder()
                    .setName("seed")
                    .setAction(PlanAction.CHANGED)
                    .addAdded("bought")
                    .addRemoved("gone"))
            .setPlannedCost(cost(6, 1_001, 2_001))
            .setServedCost(cost(6, 11, 21))
            .addDegrees(degrees("friends"))
            .addDegrees(degrees("friends.friends"))
            .setUsers(1_000)
            .setSource(Source.REPLICA)
            .build();
    assertThat(new PlanText(plan, false).lines())
        .containsExactly(
            "~ bought    within: 7d → 30d",
            "            default: (nothing) → 0",
            "- gone",
            "~ set seed  + bought, - gone",
            "",
            "feature        reads at most       bound  p50     p99     max  truncated",
            "~ bought       friends(500)    unbounded    5  >1,000  >2,000     12.5 %",
            "               purchased(all)",
            "    until now                               4      10      20      0.0 %",
            "- gone         friends(500)        1,234    3       9      11      0.0 %",
            "all together                                6   1,001   2,001      0.0 %",
            "    until now                               6      11      21      0.0 %",
            "",
            "edges along  of nodes  p50  p99  max",
            "friends           200    1    2    3",
            "",
            "Warning: bought: unbounded",
            "",
            "Measured on 1,000 users, from REPLICA, in elements touched",
            "0 added, 1 changed, 1 removed, 1 unchanged");
  }

  @Test
  @DisplayName(
      "has features that don't change only if it is asked to, and says if nothing was measured")
  void unchanged() {
    PlanFeaturesResponse plan =
        PlanFeaturesResponse.newBuilder()
            .addFeatures(AGE.toBuilder().clearCost())
            .setShortfall("the replica is loading (1.0 %)")
            .build();
    assertThat(new PlanText(plan, false).lines())
        .containsExactly(
            "Nothing was measured (the replica is loading (1.0 %))",
            "0 added, 0 changed, 0 removed, 1 unchanged");
    assertThat(new PlanText(plan, true).lines())
        .containsExactly(
            "feature  reads at most  bound  p50  p99  max  truncated",
            "  age                       1    -    -    -          -",
            "",
            "Nothing was measured (the replica is loading (1.0 %))",
            "0 added, 0 changed, 0 removed, 1 unchanged");
  }

  private static ElementCost cost(long p50, long p99, long max) {
    return ElementCost.newBuilder().setP50(p50).setP99(p99).setMax(max).build();
  }

  private static PlanEdit edit(String key, String before, String after) {
    return PlanEdit.newBuilder().setKey(key).setBefore(before).setAfter(after).build();
  }

  private static PlanPath path(String hop, int limit) {
    return PlanPath.newBuilder()
        .addSteps(PlanStep.newBuilder().setHop(hop).setLimit(limit))
        .build();
  }

  private static PathDegrees degrees(String path) {
    return PathDegrees.newBuilder()
        .setPath(path)
        .setNodes(200)
        .setP50(1)
        .setP99(2)
        .setMax(3)
        .build();
  }
}
