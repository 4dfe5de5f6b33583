package dev.kith.serving.rpc;

import dev.kith.features.path.Step;
import dev.kith.features.review.CatalogueDiff.Edit;
import dev.kith.features.review.CatalogueDiff.Kind;
import dev.kith.features.review.CatalogueDiff.SetDiff;
import dev.kith.features.review.Cost;
import dev.kith.features.review.Distribution;
import dev.kith.features.review.FeatureReview;
import dev.kith.features.review.Review;
import dev.kith.graph.EgoShape;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.Hop;
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
import java.util.List;
import java.util.stream.Collectors;

/** What comes of planning a features.yaml, in the messages of the contract. */
final class PlanAnswers {
  /** A message is a header of HTTP, of which 8 KiB are taken; what is not ASCII counts thrice. */
  private static final int LONGEST_MESSAGE = 2_500;

  private PlanAnswers() {}

  static PlanFeaturesResponse response(Review review, Source source, String shortfall) {
    PlanFeaturesResponse.Builder out = PlanFeaturesResponse.newBuilder();
    review.features().forEach(feature -> out.addFeatures(feature(feature)));
    review.diff().sets().forEach(set -> out.addSets(set(set)));
    review.degrees().forEach((path, degrees) -> out.addDegrees(degrees(path, degrees)));
    if (review.users() > 0) {
      out.setServedCost(cost(review.served())).setPlannedCost(cost(review.next()));
    }
    return out.setUsers(review.users()).setSource(source).setShortfall(shortfall).build();
  }

  /** Problems, a line each, as many as fit into a message. */
  static String problems(List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < problems.size(); i++) {
      String line = problems.get(i).toString();
      if (out.length() + line.length() > LONGEST_MESSAGE && i > 0) {
        return out.append("\n… and ").append(problems.size() - i).append(" more").toString();
      }
      out.append(i == 0 ? "" : "\n").append(shortened(line));
    }
    return out.toString();
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  private static FeaturePlan feature(FeatureReview feature) {
    FeaturePlan.Builder out =
        FeaturePlan.newBuilder()
            .setName(feature.name())
            .setAction(action(feature.diff().kind()))
            .setBound(feature.reads().bound().orElse(0))
            .addAllWarnings(feature.warnings());
    feature.diff().edits().forEach(edit -> out.addEdits(edit(edit)));
    feature.reads().paths().forEach(path -> out.addPaths(path(path)));
    feature.cost().ifPresent(cost -> out.setCost(cost(cost)));
    feature.before().ifPresent(cost -> out.setServedCost(cost(cost)));
    return out.build();
  }

  private static PlanEdit edit(Edit edit) {
    return PlanEdit.newBuilder()
        .setKey(edit.key())
        .setBefore(edit.before())
        .setAfter(edit.after())
        .build();
  }

  private static PlanPath path(List<Step> path) {
    PlanPath.Builder out = PlanPath.newBuilder();
    for (Step step : path) {
      int limit = step.limit() == EgoShape.UNLIMITED ? 0 : step.limit();
      out.addSteps(PlanStep.newBuilder().setHop(step.hop().toString()).setLimit(limit));
    }
    return out.build();
  }

  private static ElementCost cost(Cost cost) {
    return ElementCost.newBuilder()
        .setP50(cost.elements().p50())
        .setP99(cost.elements().p99())
        .setMax(cost.elements().max())
        .setAtLeast(cost.atLeast())
        .setTruncated(cost.truncated())
        .build();
  }

  private static PathDegrees degrees(List<Hop> path, Distribution degrees) {
    return PathDegrees.newBuilder()
        .setPath(path.stream().map(Hop::toString).collect(Collectors.joining(".")))
        .setNodes(degrees.count())
        .setP50(degrees.p50())
        .setP99(degrees.p99())
        .setMax(degrees.max())
        .build();
  }

  private static FeatureSetPlan set(SetDiff set) {
    return FeatureSetPlan.newBuilder()
        .setName(set.name())
        .setAction(action(set.kind()))
        .addAllAdded(set.added())
        .addAllRemoved(set.removed())
        .build();
  }

  private static PlanAction action(Kind kind) {
    return switch (kind) {
      case UNCHANGED -> PlanAction.UNCHANGED;
      case ADDED -> PlanAction.ADDED;
      case CHANGED -> PlanAction.CHANGED;
      case REMOVED -> PlanAction.REMOVED;
    };
  }
}
