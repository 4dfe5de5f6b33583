package dev.kith.serving.source;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.TcpProxy;
import dev.kith.graph.change.Watermark;
import dev.kith.serving.Await;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.turn.Refusal;
import dev.kith.serving.turn.TestTask;
import dev.kith.serving.turn.TurnMetrics;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.grpc.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Dgraph as a source")
@ExtendWith(DgraphExtension.class)
@Timeout(60)
class DgraphSourceTest {
  private static final EgoShape SHAPE = new EgoShape(USER, Set.of(), List.of());
  private static final Extent EXTENT = new Extent(SHAPE, List.of("u"), List.of());
  private static final Duration LONG = Duration.ofSeconds(60);

  private TcpProxy way;
  private Dgraph direct;
  private Dgraph dgraph;
  private DgraphSource source;

  @BeforeEach
  void start(DgraphServer server) throws Exception {
    direct = Dgraph.connect(List.of(server.address()));
    direct.dropAll();
    way = new TcpProxy(server.address());
    way.cut();
    dgraph = Dgraph.connect(List.of(way.address()));
    source =
        new DgraphSource(
            new EgoGraphReader(dgraph, SCHEMA),
            Optional.empty(),
            USER,
            1,
            1,
            new TurnMetrics(new SimpleMeterRegistry(), "DGRAPH"));
  }

  @AfterEach
  void stop() throws Exception {
    source.close();
    dgraph.close();
    direct.close();
    way.close();
  }

  @Test
  @DisplayName("can answer while Dgraph does, and says why not while it does not")
  void comesAndGoes() throws Exception {
    assertNotReady("Dgraph has not answered yet");
    source.start();
    awaitNotReady("Dgraph does not answer");
    way.open();
    awaitNotReady("Dgraph does not hold this graph");
    direct.applySchema(SCHEMA);
    Await.until("it can answer", source::ready);
    way.cut();
    awaitNotReady("Dgraph does not answer");
    way.open();
    Await.until("it can answer again", source::ready);
  }

  @Test
  @DisplayName("tells those who wait for a watermark when Dgraph has it")
  void awaited() throws Exception {
    Reader reader = ready();
    Requirement wanted = new Requirement(Optional.empty(), OptionalLong.of(80), List.of());
    CompletableFuture<Void> time = reader.await(wanted, LONG);
    DgraphWriter writer = new DgraphWriter(direct, SCHEMA, "id");
    writer.write(0, 0, 1, List.of(), Optional.of(new Watermark(70, "id", 1, Map.of())));
    assertThat(reader.read(SHAPE, List.of("u"), 0, List.of(), LONG).watermark())
        .map(Watermark::asOf)
        .contains(70L);
    assertThat(time).isNotDone();
    writer.write(0, 1, 2, List.of(), Optional.of(new Watermark(80, "id", 1, Map.of())));
    time.get();
    assertThat(reader.read(SHAPE, List.of("u"), 0, List.of(), LONG).watermark())
        .map(Watermark::asOf)
        .contains(80L);
  }

  @Test
  @DisplayName("stops a read whose caller has cancelled")
  void cancelled() throws Exception {
    Reader reader = ready();
    way.stall();
    Context.CancellableContext call = Context.current().withCancellation();
    CompletableFuture<GraphView> read = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    reader.add(
        EXTENT,
        new TestTask(
            "caller",
            call.wrap(
                () -> {
                  begun.countDown();
                  try {
                    read.complete(reader.read(SHAPE, List.of("u"), 0, List.of(), LONG).view());
                  } catch (Exception e) {
                    read.completeExceptionally(e);
                  }
                })));
    begun.await();
    assertThat(read).isNotDone();
    call.cancel(null);
    // Dgraph is still held, and there is a minute left: nothing else ends it.
    assertThatThrownBy(read::get).isInstanceOf(ExecutionException.class);
    way.open();
  }

  @Test
  @DisplayName("refuses at once what neither runs nor may wait")
  void bounded() throws Exception {
    Reader reader = ready();
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    reader.add(EXTENT, new TestTask("caller", () -> awaitOpen(gate)));
    reader.add(EXTENT, new TestTask("caller", () -> second.complete(true)));
    TestTask third = new TestTask("caller", () -> {});
    reader.add(EXTENT, third);
    assertThat(third.refused.getNow(null)).isEqualTo(Refusal.FULL);
    gate.countDown();
    assertThat(second.get()).isTrue();
  }

  private Reader ready() throws Exception {
    direct.applySchema(SCHEMA);
    way.open();
    source.start();
    Await.until("it can answer", source::ready);
    return source.reader();
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitNotReady(String reason) throws Exception {
    Await.until(reason, () -> reason.equals(whyNot()));
  }

  private void assertNotReady(String reason) {
    assertThat(whyNot()).isEqualTo(reason);
  }

  private String whyNot() {
    try {
      source.reader();
      return "it can answer";
    } catch (NotReadyException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
