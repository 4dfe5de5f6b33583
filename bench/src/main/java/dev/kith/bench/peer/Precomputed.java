package dev.kith.bench.peer;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The features of all users at one time, as Kith answers them, for a key-value store.
 *
 * @param file a CSV file, a row a user
 */
record Precomputed(Target kith, Question question, Timestamp at, Path file) {
  private static final int COMPARED = 50;

  /** Computes them. */
  static Precomputed by(Target kith, Question question) throws IOException {
    Timestamp at = Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()).build();
    Path file = Files.createTempFile("kith-bench-", ".csv");
    Precomputed made = new Precomputed(kith, question, at, file);
    ManagedChannel channel = kith.connect();
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
      for (int i = 0; i < question.users(); i++) {
        TreeMap<String, Value> features =
            new TreeMap<>(stub.getGraphFeatures(made.about(i)).getFeatures().getFieldsMap());
        if (i == 0) {
          out.println("user_id," + String.join(",", features.keySet()));
        }
        out.println(
            made.about(i).getUserId()
                + features.values().stream().map(Precomputed::cell).collect(Collectors.joining()));
      }
    } finally {
      channel.shutdownNow();
    }
    return made;
  }

  private GetGraphFeaturesRequest about(int user) {
    return question.about(user).toBuilder().setAt(at).build();
  }

  private static String cell(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> "," + value.getNumberValue();
      case STRING_VALUE -> "," + value.getStringValue();
      case NULL_VALUE -> ",";
      default -> throw new IllegalStateException("a feature of " + value.getKindCase());
    };
  }

  /**
   * Compares what a server says that has them.
   *
   * @throws IllegalStateException if it says anything else; the message says what
   */
  void check(FeastServer feast, long seed) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int user : random.ints(COMPARED, 0, question.users()).toArray()) {
      GetGraphFeaturesResponse expected = kith.ask(about(user));
      String key = question.about(user).getUserId();
      Agreement.check(expected, feast.features(key), key, "Feast");
    }
  }
}
