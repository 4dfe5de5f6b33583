package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.NullValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.Rows;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.Source;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a serving over gRPC, and compares what it says with the oracle. */
final class GrpcCheck {
  private static final Value NULL = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private GrpcCheck() {}

  /**
   * Asks for all features of users.
   *
   * @param source where the answers must come from
   * @param nows the times to ask for, in epoch microseconds
   */
  static void check(int port, Source source, Rows rows, Collection<String> users, List<Long> nows) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
      for (String user : users) {
        for (long now : nows) {
          check(stub, source, user, now, new Oracle(rows, now).features(user));
        }
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static void check(
      FeatureStoreServiceBlockingStub stub,
      Source source,
      String user,
      long now,
      Optional<Map<String, Oracle.Value>> expected) {
    String what = "%s: '%s' at %d".formatted(source, user, now);
    GetGraphFeaturesRequest request =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .setAt(Timestamps.fromMicros(now))
            .build();
    FeatureStoreServiceBlockingStub patient = stub.withDeadlineAfter(30, TimeUnit.SECONDS);
    if (expected.isPresent()) {
      assertThat(patient.getGraphFeatures(request))
          .as(what)
          .isEqualTo(response(source, expected.get()));
    } else {
      assertThatThrownBy(() -> patient.getGraphFeatures(request))
          .as(what)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }
  }

  private static GetGraphFeaturesResponse response(
      Source source, Map<String, Oracle.Value> features) {
    GetGraphFeaturesResponse.Builder response =
        GetGraphFeaturesResponse.newBuilder().setSource(source);
    features.forEach(
        (name, value) -> {
          response.getFeaturesBuilder().putFields(name, value(value.value()));
          if (value.defaulted()) {
            response.putStatus(name, FeatureStatus.DEFAULTED);
          }
        });
    return response.build();
  }

  private static Value value(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case String text -> Value.newBuilder().setStringValue(text).build();
      case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
      default -> throw new IllegalArgumentException("a feature of " + value.getClass());
    };
  }
}
