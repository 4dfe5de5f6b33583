package dev.kith.pipeline;

import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.Source;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks Kith for the features of users, from each source, and the database itself in SQL. */
final class Comparison implements AutoCloseable {
  /** SQL adds in decimal or binary as it likes; a float8 has 15 digits or more. */
  private static final double SAME = 1e-9;

  private final Map<Source, ManagedChannel> channels = new EnumMap<>(Source.class);
  private final Connection database;
  private final SqlFeatures sql;
  private final List<String> differences = new ArrayList<>();
  private int users;
  private int values;

  Comparison(Pipeline pipeline) throws SQLException {
    this.database = pipeline.connect();
    this.sql = new SqlFeatures(database);
    for (Source source : List.of(Source.REPLICA, Source.DGRAPH)) {
      channels.put(
          source,
          Grpc.newChannelBuilder(pipeline.grpc(source), InsecureChannelCredentials.create())
              .build());
    }
  }

  /** Compares all features of users. */
  void compare(Collection<String> keys, Instant now) throws SQLException {
    for (String user : keys) {
      Optional<? extends Map<String, @Nullable Object>> expected = sql.of(user, now);
      users++;
      for (Source source : channels.keySet()) {
        compare(user, source, expected, answer(source, user, now));
      }
    }
  }

  private void compare(
      String user,
      Source source,
      Optional<? extends Map<String, @Nullable Object>> expected,
      Optional<Map<String, Value>> actual) {
    if (expected.isEmpty() || actual.isEmpty()) {
      if (expected.isPresent() != actual.isPresent()) {
        differences.add(
            "%s, %s: known to SQL %s, to Kith %s"
                .formatted(user, source, expected.isPresent(), actual.isPresent()));
      }
      return;
    }
    if (!expected.get().keySet().equals(actual.get().keySet())) {
      differences.add("other features: " + actual.get().keySet());
    }
    expected
        .get()
        .forEach(
            (name, value) -> {
              values++;
              Value answered = actual.get().get(name);
              if (answered == null || !isSame(value, answered)) {
                differences.add(
                    "%s, %s, %s: SQL says %s, Kith %s"
                        .formatted(user, source, name, value, answered));
              }
            });
  }

  private static boolean isSame(@Nullable Object expected, Value actual) {
    return switch (actual.getKindCase()) {
      case NULL_VALUE -> expected == null;
      case STRING_VALUE -> actual.getStringValue().equals(expected);
      case NUMBER_VALUE ->
          expected instanceof Double number
              && Math.abs(number - actual.getNumberValue()) <= SAME * Math.max(1, Math.abs(number));
      default -> false;
    };
  }

  private Optional<Map<String, Value>> answer(Source source, String user, Instant now) {
    FeatureStoreServiceBlockingStub stub =
        FeatureStoreServiceGrpc.newBlockingStub(Objects.requireNonNull(channels.get(source)))
            .withDeadlineAfter(30, TimeUnit.SECONDS);
    GetGraphFeaturesRequest request =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .setAt(
                Timestamps.fromMillis(0).toBuilder()
                    .setSeconds(now.getEpochSecond())
                    .setNanos(now.getNano()))
            .build();
    try {
      GetGraphFeaturesResponse response = stub.getGraphFeatures(request);
      if (response.getSource() != source) {
        differences.add(user + ": answered from " + response.getSource() + ", not " + source);
      }
      return Optional.of(response.getFeatures().getFieldsMap());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What was not the same. */
  List<String> differences() {
    return differences;
  }

  @Override
  public String toString() {
    return "%,d users, %,d values compared with SQL, %d differences"
        .formatted(users, values, differences.size());
  }

  @Override
  public void close() throws SQLException {
    channels.values().forEach(ManagedChannel::shutdownNow);
    sql.close();
    database.close();
  }
}
