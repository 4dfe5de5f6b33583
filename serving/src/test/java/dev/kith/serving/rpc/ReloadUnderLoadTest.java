package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.Feature;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesRequest;
import dev.kith.proto.v1.ListFeaturesResponse;
import dev.kith.serving.Await;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.reload.FeaturesFile;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.source.ReplicaSource;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("While the features.yaml changes under load,")
class ReloadUnderLoadTest {
  private static final int CALLERS = 4;
  private static final String OLD = features("old");
  private static final String NEW = features("new");

  @Test
  @DisplayName("every answer is entirely of one file, and what was removed is unknown afterwards")
  void oneFileAnAnswer(@TempDir Path directory) throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("anna", Map.of("age", 30L)));
    KnownWatermark unknown = new KnownWatermark(InstantSource.system());
    Path path = Files.writeString(directory.resolve("features.yaml"), OLD);
    try (ReplicaSource source =
            new ReplicaSource(
                () -> new ReplicaStatus.Ready(graph, unknown), 1_000, TestServer.turns());
        TestServer server = new TestServer(FeatureCatalogue.load(path.toString(), SCHEMA), source);
        FeaturesFile file =
            new FeaturesFile(
                path.toString(), SCHEMA, server.live, served -> served, server.meters);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      file.start();
      Set<Set<String>> met = new ConcurrentSkipListSet<>((a, b) -> a.toString().compareTo("" + b));
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        calls.add(
            callers.submit(
                () -> {
                  while (!done.get()) {
                    met.addAll(answers(server));
                  }
                }));
      }
      for (int round = 0; round < 4; round++) {
        String next = round % 2 == 0 ? "new" : "old";
        Files.writeString(path, features(next));
        Await.until(next, () -> listed(server).getFirst().startsWith(next));
      }
      Files.writeString(path, NEW);
      Await.until("the last", () -> listed(server).getFirst().startsWith("new"));
      done.set(true);
      for (Future<?> call : calls) {
        call.get();
      }
      assertThat(met).containsExactlyInAnyOrder(names("old"), names("new"));
      assertThatThrownBy(
              () -> names(server, GetGraphFeaturesRequest.newBuilder().addFeatureNames("old_1")))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageStartingWith("INVALID_ARGUMENT: unknown feature 'old_1'");
    }
  }

  /** The names in answers to three ways of asking for all features. */
  private static List<Set<String>> answers(TestServer server) {
    return List.of(
        names(server, GetGraphFeaturesRequest.newBuilder()),
        names(server, GetGraphFeaturesRequest.newBuilder().setFeatureSet("all_of_them")),
        new TreeSet<>(listed(server)));
  }

  private static Set<String> names(TestServer server, GetGraphFeaturesRequest.Builder request) {
    return new TreeSet<>(
        server
            .stub()
            .getGraphFeatures(request.setUserId("anna").build())
            .getFeatures()
            .getFieldsMap()
            .keySet());
  }

  private static List<String> listed(TestServer server) {
    ListFeaturesResponse list =
        server.stub().listFeatures(ListFeaturesRequest.getDefaultInstance());
    List<String> names = list.getFeaturesList().stream().map(Feature::getName).toList();
    assertThat(list.getSets(0).getFeatureNamesList()).isEqualTo(names);
    return names;
  }

  private static Set<String> names(String prefix) {
    return IntStream.range(0, 20)
        .mapToObj(i -> prefix + "_" + i)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String features(String prefix) {
    StringBuilder out = new StringBuilder("entity: user\nfeatures:\n");
    for (String name : names(prefix)) {
      out.append("  - {name: %s, description: An age., attribute: user.age}\n".formatted(name));
    }
    return out + "sets: {all_of_them: [" + String.join(", ", names(prefix)) + "]}\n";
  }
}
