package dev.kith.bench.peer;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether others say the same as Kith's replica: fast answers that differ would be worth nothing.
 */
final class Agreement {
  private static final int COMPARED = 50;

  private Agreement() {}

  /**
   * Compares answers about users at random, where no limit cut.
   *
   * @throws IllegalStateException if they differ; the message says how
   */
  static void check(Target kith, Target other, Question question, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ManagedChannel ours = kith.connect();
    ManagedChannel theirs = other.connect();
    Timestamp now = Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()).build();
    try {
      FeatureStoreServiceBlockingStub our = FeatureStoreServiceGrpc.newBlockingStub(ours);
      FeatureStoreServiceBlockingStub their = FeatureStoreServiceGrpc.newBlockingStub(theirs);
      for (int i = 0; i < COMPARED; i++) {
        GetGraphFeaturesRequest request = question.next(random).toBuilder().setAt(now).build();
        GetGraphFeaturesResponse expected = our.getGraphFeatures(request);
        check(
            expected,
            their.getGraphFeatures(request).getFeatures().getFieldsMap(),
            request.getUserId(),
            other.name());
      }
    } finally {
      ours.shutdownNow();
      theirs.shutdownNow();
    }
  }

  /** As above, one answer. */
  static void check(
      GetGraphFeaturesResponse expected, Map<String, Value> said, String user, String who) {
    expected
        .getFeatures()
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              boolean cut = expected.getStatusMap().get(name) == FeatureStatus.TRUNCATED;
              Value other = said.getOrDefault(name, Value.getDefaultInstance());
              if (!cut && !isSame(value, other)) {
                throw new IllegalStateException(
                    "%s of %s is %s, %s says %s".formatted(name, user, value, who, other));
              }
            });
  }

  /** But for the order in which a mean was summed up. */
  private static boolean isSame(Value a, Value b) {
    return (a.hasNumberValue() && b.hasNumberValue())
        ? Math.abs(a.getNumberValue() - b.getNumberValue())
            <= 1e-9 * Math.max(1, Math.abs(a.getNumberValue()))
        : a.equals(b);
  }
}
