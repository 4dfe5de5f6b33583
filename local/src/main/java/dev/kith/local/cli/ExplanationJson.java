package dev.kith.local.cli;

import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.Finding;
import dev.kith.proto.v1.GraphElement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation for programs: the messages of the contract as JSON, with exact numbers. */
final class ExplanationJson {

  private ExplanationJson() {}

  static Map<String, @Nullable Object> of(ExplainGraphFeaturesResponse answer) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("feature", answer.getFeature().getName());
    out.put("description", answer.getFeature().getDescription());
    out.put("source", answer.getSource().name());
    out.put("as_of", answer.hasAsOf() ? FeatureValues.instant(answer.getAsOf()).toString() : null);
    out.put("status", answer.getStatus().name());
    out.put("value", FeatureValues.exact(answer.getValue()));
    out.put("pieces", answer.getPieces());
    out.put("asked", finding(answer.getAsked()));
    return out;
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("node", element(finding.getNode()));
    if (finding.hasEdge()) {
      out.put("edge", element(finding.getEdge()));
    }
    out.put("counts", finding.getCounts());
    if (finding.hasPart()) {
      out.put("part", FeatureValues.exact(finding.getPart()));
    }
    out.put("findings", finding.getFindingsList().stream().map(ExplanationJson::finding).toList());
    return out;
  }

  private static Map<String, @Nullable Object> element(GraphElement element) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    element
        .getAttributes()
        .getFieldsMap()
        .forEach((name, value) -> attributes.put(name, FeatureValues.exact(value)));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("type", element.getType());
    if (!element.getKey().isEmpty()) {
      out.put("key", element.getKey());
    }
    if (element.hasEventTime()) {
      out.put("event_time", FeatureValues.instant(element.getEventTime()).toString());
    }
    out.put("attributes", attributes);
    return out;
  }
}
