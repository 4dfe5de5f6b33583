package dev.kith.bench.changes;

import com.google.protobuf.Timestamp;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.ServedGraph;
import dev.kith.bench.rig.TopicRead;
import dev.kith.graph.Row;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.EdgeType;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What answers should be, by the last record of each key on {@code kith.graph-changes}: all of them
 * by a graph that is filled with those records alone and never saw another, and two of them by
 * counting the records.
 */
final class TopicOracle {
  private static final String FRIENDS = "friend_count";
  private static final String PURCHASES = "purchase_count_30d";
  private static final long MONTH_SECONDS = 30L * 24 * 3600;
  private static final long MICROS = 1_000_000;

  private final Map<Element, GraphChange> last = new LinkedHashMap<>();
  private final Map<String, Integer> friends = new HashMap<>();
  private final Map<String, Integer> purchases = new HashMap<>();
  private final long now = Instant.now().getEpochSecond();

  private TopicOracle() {}

  /** Reads all that is on the topic now. */
  static TopicOracle read(Rig rig) throws MalformedChangeException {
    TopicOracle oracle = new TopicOracle();
    ChangeCodec codec = new ChangeCodec(rig.schema());
    TopicRead.all(
        rig.bootstrapServers(),
        Topics.GRAPH_CHANGES,
        record -> {
          if (!WatermarkCodec.isKey(record.key())) {
            oracle.take(codec.decode(record.key(), record.value()).orElseThrow());
          }
        });
    oracle.last.values().forEach(oracle::count);
    return oracle;
  }

  private void take(GraphChange change) {
    if (change instanceof GraphChange.Remove(Element element)) {
      last.remove(element);
    } else {
      last.put(change.element(), change);
    }
  }

  private void count(GraphChange change) {
    switch (change) {
      case GraphChange.PutPair put -> {
        if (time(put.element().type(), put.row()) <= now * MICROS) {
          friends.merge(put.element().from(), 1, Integer::sum);
          friends.merge(put.element().to(), 1, Integer::sum);
        }
      }
      case GraphChange.PutEdge put -> {
        long time = time(put.element().type(), put.row());
        if (time > (now - MONTH_SECONDS) * MICROS && time <= now * MICROS) {
          purchases.merge(put.from(), 1, Integer::sum);
        }
      }
      case GraphChange.PutNode _, GraphChange.Remove _ -> {}
    }
  }

  private static long time(EdgeType type, Row row) {
    return row.bits(type.eventTime().orElseThrow());
  }

  /**
   * Asks a server for all features of all users.
   *
   * @return how many were asked about
   * @throws IllegalStateException if it says anything else; the message says what
   */
  int check(Target replica, Question question) {
    ManagedChannel said = replica.connect();
    try (ServedGraph fresh = new ServedGraph()) {
      last.values().forEach(fresh.graph()::apply);
      ManagedChannel right = fresh.target("oracle").connect();
      try {
        check(
            FeatureStoreServiceGrpc.newBlockingStub(said),
            FeatureStoreServiceGrpc.newBlockingStub(right),
            question);
      } finally {
        right.shutdownNow();
      }
    } finally {
      said.shutdownNow();
    }
    return question.users();
  }

  private void check(
      FeatureStoreServiceBlockingStub said,
      FeatureStoreServiceBlockingStub right,
      Question question) {
    Timestamp at = Timestamp.newBuilder().setSeconds(now).build();
    for (int i = 0; i < question.users(); i++) {
      GetGraphFeaturesRequest request = question.about(i).toBuilder().setAt(at).build();
      GetGraphFeaturesResponse answer = said.getGraphFeatures(request);
      GetGraphFeaturesResponse expected = right.getGraphFeatures(request);
      if (!answer.getFeatures().equals(expected.getFeatures())
          || !answer.getStatusMap().equals(expected.getStatusMap())) {
        throw new IllegalStateException(
            "of %s the replica says, where a new graph of the same records does not: %s"
                .formatted(request.getUserId(), difference(answer, expected)));
      }
      count(answer, FRIENDS, friends, request.getUserId());
      count(answer, PURCHASES, purchases, request.getUserId());
    }
  }

  private static String difference(
      GetGraphFeaturesResponse answer, GetGraphFeaturesResponse expected) {
    return answer.getFeatures().getFieldsMap().entrySet().stream()
        .filter(
            said -> !said.getValue().equals(expected.getFeatures().getFieldsOrThrow(said.getKey())))
        .map(said -> said.getKey() + " " + said.getValue())
        .collect(Collectors.joining(", "))
        .replaceAll("\\s+", " ");
  }

  private static void count(
      GetGraphFeaturesResponse answer, String feature, Map<String, Integer> counts, String user) {
    double value = answer.getFeatures().getFieldsOrThrow(feature).getNumberValue();
    boolean cut = answer.getStatusMap().get(feature) == FeatureStatus.TRUNCATED;
    if (!cut && value != counts.getOrDefault(user, 0)) {
      throw new IllegalStateException(
          "%s of %s is %s, but there are %d"
              .formatted(feature, user, value, counts.getOrDefault(user, 0)));
    }
  }
}
