package dev.kith.serving.rpc;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.ExplainedVector;
import dev.kith.features.FeatureVector;
import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import dev.kith.graph.change.Watermark;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.GraphElement;
import dev.kith.proto.v1.Source;
import java.time.Instant;
import java.util.Optional;

/** Why a value is what it is, in the messages of the contract. */
final class Explanations {

  private Explanations() {}

  /**
   * @param why of one feature
   * @param known what certainly is in the answer; empty if that is not known
   * @param isStale whether that is too little
   */
  static ExplainGraphFeaturesResponse answer(
      ExplainedVector why, Source source, Optional<Watermark> known, boolean isStale) {
    FeatureVector vector = why.vector();
    Explanation explanation = why.explanations().getFirst();
    ExplainGraphFeaturesResponse.Builder response =
        ExplainGraphFeaturesResponse.newBuilder()
            .setFeature(Answers.feature(vector.features().getFirst()))
            .setSource(source)
            .setStatus(Answers.status(vector.status(0), isStale))
            .setValue(Answers.value(vector.features().getFirst(), vector.value(0)))
            .setAsked(finding(explanation.asked()))
            .setPieces(explanation.pieces());
    known.ifPresent(watermark -> response.setAsOf(Timestamps.fromMicros(watermark.asOf())));
    return response.build();
  }

  private static dev.kith.proto.v1.Finding finding(Finding finding) {
    dev.kith.proto.v1.Finding.Builder out =
        dev.kith.proto.v1.Finding.newBuilder()
            .setNode(element(finding.node()))
            .setCounts(finding.counts());
    finding.edge().ifPresent(edge -> out.setEdge(element(edge)));
    finding.part().ifPresent(part -> out.setPart(Answers.value(part)));
    finding.findings().forEach(below -> out.addFindings(finding(below)));
    return out.build();
  }

  private static GraphElement element(Finding.Element element) {
    GraphElement.Builder out =
        GraphElement.newBuilder().setType(element.type().name()).setKey(element.key());
    element.time().ifPresent(time -> out.setEventTime(timestamp(time)));
    Struct.Builder attributes = out.getAttributesBuilder();
    element.attributes().forEach((name, value) -> attributes.putFields(name, Answers.value(value)));
    return out.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
