package dev.kith.serving.rpc;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.features.evidence.AttributeValues;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.AttributeType;
import dev.kith.proto.v1.BatchError;
import dev.kith.proto.v1.FeatureSet;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.proto.v1.ValueType;
import io.grpc.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Kith says, in the messages of the contract. */
final class Answers {
  private static final Value NULL = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private Answers() {}

  /**
   * @param known what certainly is in the answer; empty if that is not known
   * @param isStale whether that is too little
   */
  static GetGraphFeaturesResponse features(
      FeatureVector vector, Source source, Optional<Watermark> known, boolean isStale) {
    GetGraphFeaturesResponse.Builder response = GetGraphFeaturesResponse.newBuilder();
    Struct.Builder values = response.getFeaturesBuilder();
    for (int i = 0; i < vector.features().size(); i++) {
      Feature feature = vector.features().get(i);
      values.putFields(feature.name(), value(feature, vector.value(i)));
      FeatureStatus status = status(vector.status(i), isStale);
      if (status != FeatureStatus.OK) {
        response.putStatus(feature.name(), status);
      }
    }
    known.ifPresent(watermark -> response.setAsOf(Timestamps.fromMicros(watermark.asOf())));
    return response.setSource(source).build();
  }

  static FeatureStatus status(FeatureVector.Status status, boolean isStale) {
    return switch (status) {
      case OK -> isStale ? FeatureStatus.STALE : FeatureStatus.OK;
      case DEFAULTED -> FeatureStatus.DEFAULTED;
      case TRUNCATED -> FeatureStatus.TRUNCATED;
    };
  }

  static BatchError error(Status status) {
    return BatchError.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()))
        .build();
  }

  static ListFeaturesResponse catalogue(FeatureCatalogue catalogue) {
    ListFeaturesResponse.Builder response = ListFeaturesResponse.newBuilder();
    catalogue.features().forEach(feature -> response.addFeatures(feature(feature)));
    catalogue
        .sets()
        .forEach(
            (name, members) ->
                response.addSets(
                    FeatureSet.newBuilder().setName(name).addAllFeatureNames(members)));
    return response.build();
  }

  static dev.kith.proto.v1.Feature feature(Feature feature) {
    return dev.kith.proto.v1.Feature.newBuilder()
        .setName(feature.name())
        .setDescription(feature.description())
        .setType(type(feature.type()))
        .build();
  }

  static Value value(Feature feature, @Nullable Object value) {
    return value == null ? NULL : value(AttributeValues.value(feature.type(), value));
  }

  /** A value as {@link AttributeValues} gives it. */
  static Value value(Object readable) {
    return switch (readable) {
      case Instant time -> Value.newBuilder().setStringValue(time.toString()).build();
      case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
      case Boolean bool -> Value.newBuilder().setBoolValue(bool).build();
      case String text -> Value.newBuilder().setStringValue(text).build();
      default -> throw new IllegalStateException("a value of " + readable.getClass());
    };
  }

  private static ValueType type(AttributeType type) {
    return switch (type) {
      case INT -> ValueType.INT;
      case DOUBLE -> ValueType.DOUBLE;
      case STRING -> ValueType.STRING;
      case BOOL -> ValueType.BOOL;
      case TIMESTAMP -> ValueType.TIMESTAMP;
    };
  }
}
