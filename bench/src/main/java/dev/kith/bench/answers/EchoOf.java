package dev.kith.bench.answers;

import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.rig.EchoServer;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** An echo of a server: its answer of the size in the middle, to everybody. */
final class EchoOf {
  private static final int SAMPLES = 101;

  private EchoOf() {}

  static EchoServer start(Target target, List<Question> questions, long seed) {
    ManagedChannel channel = target.connect();
    try {
      FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
      Map<String, GetGraphFeaturesResponse> answers = new HashMap<>();
      for (Question question : questions) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GetGraphFeaturesResponse> samples =
            IntStream.range(0, SAMPLES)
                .mapToObj(i -> stub.getGraphFeatures(question.next(random)))
                .sorted(Comparator.comparingInt(GetGraphFeaturesResponse::getSerializedSize))
                .toList();
        answers.put(question.set(), samples.get(SAMPLES / 2));
      }
      return new EchoServer(answers);
    } finally {
      channel.shutdownNow();
    }
  }
}
