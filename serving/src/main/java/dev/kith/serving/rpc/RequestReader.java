package dev.kith.serving.rpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.kith.graph.change.Element;
import dev.kith.proto.v1.BatchGetGraphFeaturesRequest;
import dev.kith.proto.v1.ExplainGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.RecordPosition;
import dev.kith.serving.freshness.Requirement;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Checks requests. Thread-safe. */
final class RequestReader {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** So much of an unknown name is repeated to the caller. */
  private static final int MAX_SHOWN = 64;

  /** How many records one request may wait for. */
  private static final int MOST_RECORDS = 100;

  /** How many pieces of a value are told, if the request does not say. */
  private static final int PIECES = 50;

  /** How many at most. */
  private static final int MOST_PIECES = 1_000;

  /** How many users one request may be about. */
  private static final int MOST_USERS = 100;

  private final LiveCatalogue catalogue;
  private final WhatIfReader whatIf;
  private final Set<String> topics;
  private final InstantSource clock;

  /**
   * @param topics the CDC topics
   */
  RequestReader(LiveCatalogue catalogue, Set<String> topics, InstantSource clock) {
    this.catalogue = catalogue;
    this.whatIf = new WhatIfReader(catalogue.catalogue().schema());
    this.topics = Set.copyOf(topics);
    this.clock = clock;
  }

  /**
   * @throws StatusException INVALID_ARGUMENT, with a message that says what to change
   */
  Query read(GetGraphFeaturesRequest request) throws StatusException {
    checkKey(request.getUserId());
    return query(List.of(request.getUserId()), request);
  }

  /**
   * Leaves it to {@link #checkKey} to look at each user.
   *
   * @throws StatusException INVALID_ARGUMENT, with a message that says what to change
   */
  Query read(BatchGetGraphFeaturesRequest request) throws StatusException {
    int users = request.getUserIdsCount();
    if (users == 0 || users > MOST_USERS) {
      throw invalid("user_ids has %d users: from 1 to %d are allowed".formatted(users, MOST_USERS));
    }
    GetGraphFeaturesRequest.Builder each =
        GetGraphFeaturesRequest.newBuilder()
            .addAllFeatureNames(request.getFeatureNamesList())
            .setFeatureSet(request.getFeatureSet())
            .addAllMustInclude(request.getMustIncludeList())
            .addAllWhatIf(request.getWhatIfList())
            .setDefaultUnknown(request.getDefaultUnknown());
    if (request.hasMaxStaleness()) {
      each.setMaxStaleness(request.getMaxStaleness());
    }
    if (request.hasAt()) {
      each.setAt(request.getAt());
    }
    if (request.hasMustIncludeUntil()) {
      each.setMustIncludeUntil(request.getMustIncludeUntil());
    }
    return query(List.copyOf(request.getUserIdsList()), each.build());
  }

  /**
   * @throws StatusException INVALID_ARGUMENT, with a message that says what to change
   */
  Query read(ExplainGraphFeaturesRequest request) throws StatusException {
    if (request.getFeatureName().isEmpty()) {
      throw invalid("feature_name is empty");
    }
    int _ = pieces(request);
    GetGraphFeaturesRequest.Builder get =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(request.getUserId())
            .addFeatureNames(request.getFeatureName())
            .addAllMustInclude(request.getMustIncludeList());
    if (request.hasMaxStaleness()) {
      get.setMaxStaleness(request.getMaxStaleness());
    }
    if (request.hasAt()) {
      get.setAt(request.getAt());
    }
    if (request.hasMustIncludeUntil()) {
      get.setMustIncludeUntil(request.getMustIncludeUntil());
    }
    return read(get.build());
  }

  /**
   * How many pieces of a value are to be told.
   *
   * @throws StatusException INVALID_ARGUMENT, with a message that says what to change
   */
  static int pieces(ExplainGraphFeaturesRequest request) throws StatusException {
    int wanted = request.getMaxPieces();
    if (wanted < 0 || wanted > MOST_PIECES) {
      throw invalid(
          "max_pieces is %d: from 1 to %d are allowed, and 0 for %d"
              .formatted(wanted, MOST_PIECES, PIECES));
    }
    return wanted == 0 ? PIECES : wanted;
  }

  /**
   * @throws StatusException INVALID_ARGUMENT if that can't be the key of a user
   */
  static void checkKey(String key) throws StatusException {
    if (!Element.isKey(key)) {
      throw invalid(
          key.isEmpty()
              ? "user_id is empty"
              : "user_id has %d characters: at most %d are allowed"
                  .formatted(key.length(), Element.MAX_KEY_LENGTH));
    }
  }

  private Query query(List<String> keys, GetGraphFeaturesRequest request) throws StatusException {
    long now = request.hasAt() ? micros("at", request.getAt()) : now();
    return new Query(
        keys,
        catalogue.plans().plan(request.getFeatureNamesList(), request.getFeatureSet()),
        now,
        whatIf.read(request.getWhatIfList(), now),
        freshness(request),
        request.getDefaultUnknown());
  }

  private Requirement freshness(GetGraphFeaturesRequest request) throws StatusException {
    if (!request.hasMaxStaleness()
        && !request.hasMustIncludeUntil()
        && request.getMustIncludeCount() == 0) {
      return Requirement.NONE;
    }
    if (request.getMustIncludeCount() > MOST_RECORDS) {
      throw invalid(
          "must_include names %d records: at most %d are allowed"
              .formatted(request.getMustIncludeCount(), MOST_RECORDS));
    }
    List<Requirement.RecordPosition> records = new ArrayList<>();
    for (RecordPosition record : request.getMustIncludeList()) {
      records.add(record(record));
    }
    return new Requirement(
        request.hasMaxStaleness()
            ? Optional.of(staleness(request.getMaxStaleness()))
            : Optional.empty(),
        request.hasMustIncludeUntil()
            ? OptionalLong.of(micros("must_include_until", request.getMustIncludeUntil()))
            : OptionalLong.empty(),
        records);
  }

  private Requirement.RecordPosition record(RecordPosition record) throws StatusException {
    if (!topics.contains(record.getTopic())) {
      throw invalid(
          "must_include names the topic '%s': ingest reads %s"
              .formatted(shown(record.getTopic()), String.join(", ", new TreeSet<>(topics))));
    }
    if (record.getPartition() < 0 || record.getOffset() < 0) {
      throw invalid(
          "must_include names partition %d and offset %d: neither may be below 0"
              .formatted(record.getPartition(), record.getOffset()));
    }
    return new Requirement.RecordPosition(
        record.getTopic(), record.getPartition(), record.getOffset());
  }

  /** So much of a text as is repeated to the caller. */
  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static Duration staleness(com.google.protobuf.Duration duration) throws StatusException {
    if (!Durations.isValid(duration) || Durations.isNegative(duration)) {
      throw invalid("max_staleness is no time that may have passed: it must be 0 s or more");
    }
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO;
  }

  private static long micros(String field, Timestamp time) throws StatusException {
    if (!Timestamps.isValid(time)) {
      throw invalid(
          field + " is no time: seconds within the years 1 to 9999, nanos from 0 to 999999999");
    }
    return Timestamps.toMicros(time);
  }

  private static StatusException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }
}
