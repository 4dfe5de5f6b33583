package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a serving over gRPC, and compares what it says with the oracle. */
public final class GrpcCheck {
  private static final Value NULL = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private GrpcCheck() {}

  /**
   * Asks for all features of users.
   *
   * @param source where the answers must come from
   * @param nows the times to ask for, in epoch microseconds
   */
  static void check(int port, Source source, Rows rows, Collection<String> users, List<Long> nows) {
    assertThat(differences(port, source, rows, users, nows, Duration.ofSeconds(30))).isEmpty();
  }

  /**
   * Asks for all features of users.
   *
   * @param source where the answers must come from
   * @param nows the times to ask for, in epoch microseconds
   * @param patience for one answer
   * @return what is not as it should be, an answer a line
   */
  public static List<String> differences(
      int port,
      Source source,
      Rows rows,
      Collection<String> users,
      List<Long> nows,
      Duration patience) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
      List<String> out = new ArrayList<>();
      for (String user : users) {
        for (long now : nows) {
          Object expected =
              new Oracle(rows, now)
                  .features(user)
                  .<Object>map(features -> response(source, features))
                  .orElse(Status.Code.NOT_FOUND);
          Object actual = answer(stub, user, now, patience);
          if (!actual.equals(expected)) {
            out.add(
                "%s: '%s' at %d: expected%n%sbut was%n%s"
                    .formatted(source, user, now, expected, actual));
          }
        }
      }
      return out;
    } finally {
      channel.shutdownNow();
    }
  }

  /**
   * Whether all that has reached Kafka by now comes to be in the answers, which say so.
   *
   * @param patience for that
   */
  public static boolean comesUpToNow(int port, Duration patience) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      var _ =
          FeatureStoreServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
              .getGraphFeatures(
                  GetGraphFeaturesRequest.newBuilder()
                      .setUserId("nobody")
                      .setMustIncludeUntil(Timestamps.fromMillis(System.currentTimeMillis()))
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND;
    } finally {
      channel.shutdownNow();
    }
  }

  /** The response, or the code NOT_FOUND, or what else went wrong. */
  private static Object answer(
      FeatureStoreServiceBlockingStub stub, String user, long now, Duration patience) {
    GetGraphFeaturesRequest request =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .setAt(Timestamps.fromMicros(now))
            .build();
    try {
      return withoutFreshness(
          stub.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
              .getGraphFeatures(request));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND ? Status.Code.NOT_FOUND : e;
    }
  }

  /** The rows tell what is in an answer, and not how fresh it is. */
  private static GetGraphFeaturesResponse withoutFreshness(GetGraphFeaturesResponse answer) {
    GetGraphFeaturesResponse.Builder out = answer.toBuilder().clearAsOf();
    answer
        .getStatusMap()
        .forEach(
            (name, status) -> {
              if (status == FeatureStatus.STALE) {
                out.removeStatus(name);
              }
            });
    return out.build();
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
