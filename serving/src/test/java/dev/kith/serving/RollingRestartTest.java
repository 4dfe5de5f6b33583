package dev.kith.serving;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.config.Settings;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients know both servings, and take turns among those whose health service says SERVING, as gRPC
 * does by itself. They never try again.
 */
@DisplayName("While two servings are restarted one after the other")
@ExtendWith(DgraphExtension.class)
class RollingRestartTest {
  private static final int CALLERS = 4;
  private static final GraphChange[] GRAPH = {
    user("anna", Map.of("age", 30L)), user("ben", Map.of("age", 31L)), friends("anna", "ben")
  };
  private static final GetGraphFeaturesRequest REQUEST =
      GetGraphFeaturesRequest.newBuilder()
          .setUserId("anna")
          .addAllFeatureNames(List.of("age", "friend_count", "avg_friend_age"))
          .build();
  private static final Map<String, Object> TURNS =
      Map.of(
          "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
          "healthCheckConfig", Map.of("serviceName", FeatureStoreServiceGrpc.SERVICE_NAME));

  @TempDir private Path directory;
  private TestBroker broker;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Serving> servings = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(directory.resolve("broker"));
    broker.start();
    broker.createTopic(2);
    broker.publish(SCHEMA, GRAPH);
  }

  @AfterEach
  void stop() {
    servings.forEach(Serving::close);
    broker.close();
  }

  @Test
  @DisplayName("no request fails, and every answer is right")
  void noRequestFails(DgraphServer dgraph) throws Exception {
    fill(dgraph);
    for (int i = 0; i < 2; i++) {
      ports.add(freePort());
      servings.add(serving(i, dgraph));
    }
    for (int i = 0; i < 2; i++) {
      awaitReplica(i);
    }
    ManagedChannel both = channel(ports);
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        Asking asking = new Asking(both)) {
      IntStream.range(0, CALLERS).forEach(i -> callers.execute(asking));
      Await.until("they ask", () -> asking.answers() > 100);
      for (int round = 0; round < 4; round++) {
        int i = round % 2;
        servings.get(i).close();
        servings.set(i, serving(i, dgraph));
        awaitReplica(i);
        Await.until("the clients have it again", () -> answered(i) > 100);
      }
      asking.close();
      assertThat(asking.failures).isEmpty();
      assertThat(asking.sources).contains(Source.REPLICA);
    } finally {
      both.shutdownNow();
    }
  }

  /** Asks without a pause until it is closed. */
  private static final class Asking implements Runnable, AutoCloseable {
    final Set<Source> sources = ConcurrentHashMap.newKeySet();
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ManagedChannel channel;

    Asking(ManagedChannel channel) {
      this.channel = channel;
    }

    long answers() {
      return answers.get();
    }

    @Override
    public void run() {
      while (stop.getCount() > 0) {
        try {
          GetGraphFeaturesResponse answer =
              FeatureStoreServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(20, TimeUnit.SECONDS)
                  .getGraphFeatures(REQUEST);
          if (answer.getFeatures().getFieldsOrThrow("avg_friend_age").getNumberValue() != 31) {
            failures.add(answer.toString());
          }
          sources.add(answer.getSource());
          answers.incrementAndGet();
        } catch (StatusRuntimeException e) {
          failures.add(e.toString());
        }
      }
    }

    @Override
    public void close() {
      stop.countDown();
    }
  }

  private Serving serving(int number, DgraphServer dgraph) {
    Map<String, String> environment =
        Map.of(
            "GRAPH_SOURCE", "auto",
            "DGRAPH_ALPHA_HOST", dgraph.address(),
            "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
            "SNAPSHOT_DIR", directory.resolve("snapshots-" + number).toString(),
            "GRPC_HOST", "127.0.0.1",
            "GRPC_PORT", ports.get(number).toString());
    Serving serving = new Serving(new Settings(environment, Serving.SETTINGS));
    serving.start();
    return serving;
  }

  private long answered(int number) {
    return servings.get(number).status().calls().getOrDefault("OK", 0L);
  }

  /** Waits until that one, asked alone, answers from its replica. */
  private void awaitReplica(int number) throws Exception {
    ManagedChannel one = channel(List.of(ports.get(number)));
    try {
      Await.until(
          "the replica answers",
          () ->
              FeatureStoreServiceGrpc.newBlockingStub(one)
                      .withWaitForReady()
                      .withDeadlineAfter(20, TimeUnit.SECONDS)
                      .getGraphFeatures(REQUEST)
                      .getSource()
                  == Source.REPLICA);
    } finally {
      one.shutdownNow();
    }
  }

  private static ManagedChannel channel(List<Integer> ports) {
    NameResolverProvider addresses = new Addresses(ports);
    NameResolverRegistry.getDefaultRegistry().register(addresses);
    try {
      return NettyChannelBuilder.forTarget("all:///")
          .defaultServiceConfig(TURNS)
          .usePlaintext()
          .build();
    } finally {
      NameResolverRegistry.getDefaultRegistry().deregister(addresses);
    }
  }

  /** Names a few ports of this machine. */
  private static final class Addresses extends NameResolverProvider {
    private final List<EquivalentAddressGroup> addresses = new ArrayList<>();

    Addresses(List<Integer> ports) {
      ports.forEach(
          port ->
              addresses.add(
                  new EquivalentAddressGroup(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return new NameResolver() {
        @Override
        public String getServiceAuthority() {
          return "kith";
        }

        @Override
        public void start(Listener2 listener) {
          listener.onResult(
              ResolutionResult.newBuilder()
                  .setAddressesOrError(StatusOr.fromValue(addresses))
                  .build());
        }

        @Override
        public void shutdown() {}
      };
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 0;
    }

    @Override
    public String getDefaultScheme() {
      return "all";
    }
  }

  private static void fill(DgraphServer server) throws Exception {
    try (Dgraph dgraph = Dgraph.connect(List.of(server.address()))) {
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, GRAPH.length, List.of(GRAPH));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
