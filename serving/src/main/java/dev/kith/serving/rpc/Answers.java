package dev.kith.serving.rpc;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
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
import java.time.temporal.ChronoUnit;
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
      switch (vector.status(i)) {
        case OK -> {
          if (isStale) {
            response.putStatus(feature.name(), FeatureStatus.STALE);
          }
        }
        case DEFAULTED -> response.putStatus(feature.name(), FeatureStatus.DEFAULTED);
        case TRUNCATED -> response.putStatus(feature.name(), FeatureStatus.TRUNCATED);
      }
    }
    known.ifPresent(watermark -> response.setAsOf(Timestamps.fromMicros(watermark.asOf())));
    return response.setSource(source).build();
  }

  static BatchError error(Status status) {
    return BatchError.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()))
        .build();
  }

  static ListFeaturesResponse catalogue(FeatureCatalogue catalogue) {
    ListFeaturesResponse.Builder response = ListFeaturesResponse.newBuilder();
    for (Feature feature : catalogue.features()) {
      response
          .addFeaturesBuilder()
          .setName(feature.name())
          .setDescription(feature.description())
          .setType(type(feature.type()));
    }
    catalogue
        .sets()
        .forEach(
            (name, members) ->
                response.addSets(
                    FeatureSet.newBuilder().setName(name).addAllFeatureNames(members)));
    return response.build();
  }

  private static Value value(Feature feature, @Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Long micros when feature.type() == AttributeType.TIMESTAMP ->
          Value.newBuilder()
              .setStringValue(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString())
              .build();
      case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
      case Boolean bool -> Value.newBuilder().setBoolValue(bool).build();
      case String text -> Value.newBuilder().setStringValue(text).build();
      default -> throw new IllegalStateException("a value of " + value.getClass());
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
