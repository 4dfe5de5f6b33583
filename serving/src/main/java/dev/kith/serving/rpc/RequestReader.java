package dev.kith.serving.rpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.change.Element;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Instant;
import java.time.InstantSource;

/** Checks requests. Thread-safe. */
final class RequestReader {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final Plans plans;
  private final InstantSource clock;

  RequestReader(FeatureCatalogue catalogue, InstantSource clock) {
    this.plans = new Plans(catalogue);
    this.clock = clock;
  }

  /**
   * @throws StatusException INVALID_ARGUMENT, with a message that says what to change
   */
  Query read(GetGraphFeaturesRequest request) throws StatusException {
    String key = request.getUserId();
    if (!Element.isKey(key)) {
      throw invalid(
          key.isEmpty()
              ? "user_id is empty"
              : "user_id has %d characters: at most %d are allowed"
                  .formatted(key.length(), Element.MAX_KEY_LENGTH));
    }
    return new Query(
        key,
        plans.plan(request.getFeatureNamesList(), request.getFeatureSet()),
        request.hasAt() ? micros(request.getAt()) : now());
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO;
  }

  private static long micros(Timestamp at) throws StatusException {
    if (!Timestamps.isValid(at)) {
      throw invalid("at is no time: seconds within the years 1 to 9999, nanos from 0 to 999999999");
    }
    return Timestamps.toMicros(at);
  }

  private static StatusException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }
}
