package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceFutureStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.serving.Await;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One call runs and stands still, so that all others have to wait. */
@DisplayName("Under overload the server")
@Timeout(60)
class OverloadTest {
  private static final Metadata.Key<String> CALLER =
      Metadata.Key.of("caller", Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_WAITING = 4;

  private GatedSource source;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (String caller : List.of("first", "flood", "quiet", "caller", "nobody")) {
      graph.apply(user(caller, Map.of()));
    }
    source = new GatedSource(graph, MAX_WAITING);
    server = new TestServer(FeatureCatalogue.load("", SCHEMA), source, Duration.ofHours(1));
    var _ = call("first");
    Await.until("the first call reads", () -> source.reads.get() == 1);
  }

  @AfterEach
  void stop() throws Exception {
    source.gate.countDown();
    server.close();
    source.close();
  }

  @Test
  @DisplayName("refuses of who floods it, for the sake of who does not, who has the next turn")
  void fair() throws Exception {
    List<ListenableFuture<GetGraphFeaturesResponse>> flood = wait("flood", MAX_WAITING);
    ListenableFuture<GetGraphFeaturesResponse> quiet = call("quiet");
    assertRefused(flood.removeLast(), "too many requests of one caller at once");
    assertRefused(call("flood"), "too many requests at once");
    assertThat(source.waiting()).isEqualTo(MAX_WAITING);
    source.gate.countDown();
    quiet.get();
    for (ListenableFuture<GetGraphFeaturesResponse> call : flood) {
      call.get();
    }
    assertThat(source.asked).startsWith("first", "flood", "quiet", "flood");
    assertThat(refused("displaced")).isEqualTo(1);
    assertThat(refused("full")).isEqualTo(1);
  }

  @Test
  @DisplayName("takes those of one connection for one caller, unless they say who they are")
  void connections() throws Exception {
    List<ListenableFuture<GetGraphFeaturesResponse>> flood = wait("", MAX_WAITING);
    assertRefused(call(""), "too many requests at once");
    var other =
        NettyChannelBuilder.forAddress("127.0.0.1", server.server.port()).usePlaintext().build();
    try {
      ListenableFuture<GetGraphFeaturesResponse> quiet =
          FeatureStoreServiceGrpc.newFutureStub(other).getGraphFeatures(about("quiet"));
      assertRefused(flood.getLast(), "too many requests of one caller at once");
      source.gate.countDown();
      quiet.get();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  @DisplayName("does not compute what was cancelled while it waited")
  void cancelled() throws Exception {
    wait("caller", 1).getFirst().cancel(true);
    ListenableFuture<GetGraphFeaturesResponse> next = call("caller");
    // It comes over the same connection, so the server knows of what came before.
    Await.until("it waits", () -> source.waiting() == 2);
    source.gate.countDown();
    next.get();
    assertThat(source.reads.get()).isEqualTo(2);
  }

  @Test
  @DisplayName("when it is closed answers all that it took")
  void drains() throws Exception {
    List<ListenableFuture<GetGraphFeaturesResponse>> waiting = wait("caller", MAX_WAITING);
    Thread closing = Thread.ofPlatform().start(server.server::close);
    Await.until("it is closing", () -> call("caller").isDone());
    source.gate.countDown();
    for (ListenableFuture<GetGraphFeaturesResponse> call : waiting) {
      call.get();
    }
    closing.join();
  }

  /** Calls that wait. */
  private List<ListenableFuture<GetGraphFeaturesResponse>> wait(String caller, int count)
      throws Exception {
    List<ListenableFuture<GetGraphFeaturesResponse>> calls = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      int waiting = i;
      calls.add(call(caller));
      Await.until("it waits", () -> source.waiting() == waiting);
    }
    return calls;
  }

  /**
   * A call on the one connection, about who makes it.
   *
   * @param caller who makes it; empty for one who does not say
   */
  private ListenableFuture<GetGraphFeaturesResponse> call(String caller) {
    FeatureStoreServiceFutureStub stub = FeatureStoreServiceGrpc.newFutureStub(server.channel);
    if (!caller.isEmpty()) {
      Metadata headers = new Metadata();
      headers.put(CALLER, caller);
      stub = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return stub.getGraphFeatures(about(caller.isEmpty() ? "nobody" : caller));
  }

  private static GetGraphFeaturesRequest about(String user) {
    return GetGraphFeaturesRequest.newBuilder().setUserId(user).setFeatureSet("seed").build();
  }

  private double refused(String reason) {
    return source.meters.get("kith.requests.refused").tag("reason", reason).counter().count();
  }

  private static void assertRefused(
      ListenableFuture<GetGraphFeaturesResponse> call, String message) {
    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("RESOURCE_EXHAUSTED: " + message);
  }
}
