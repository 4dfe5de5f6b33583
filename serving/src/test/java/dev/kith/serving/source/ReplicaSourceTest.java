package dev.kith.serving.source;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.EgoShape;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.Row;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.Hop;
import dev.kith.serving.Shop;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.turn.EventLoops;
import dev.kith.serving.turn.TestTask;
import dev.kith.serving.turn.TurnMetrics;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@DisplayName("From the replica, on the thread of the network that read the request,")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ReplicaSourceTest {
  private static final int HUB = 300;
  private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.load("", SCHEMA);
  private static final EgoShape ALL = CATALOGUE.planAll().shape();
  private static final EgoShape ONE_HOP = CATALOGUE.plan(List.of("friend_count")).shape();

  private final MemoryGraph graph = new MemoryGraph(SCHEMA);
  private final EventLoops loops = new EventLoops();
  private final EventLoop loop = loops.next();
  private final ReplicaSource source =
      new ReplicaSource(
          () -> new ReplicaStatus.Ready(graph, new KnownWatermark(InstantSource.system())),
          100,
          new TurnMetrics(new SimpleMeterRegistry(), "REPLICA"));

  /** The hub's friends are friends of each of the next 99: 300 + 300 × 199 edges from the hub. */
  @BeforeAll
  void fill() {
    loops.start();
    graph.apply(user("hub", Map.of()));
    for (int i = 0; i < HUB; i++) {
      graph.apply(user("u" + i, Map.of()));
      graph.apply(friends("hub", "u" + i));
      for (int j = 1; j < 100; j++) {
        graph.apply(friends("u" + i, "u" + (i + j) % HUB));
      }
    }
    graph.apply(user("small", Map.of()));
    graph.apply(friends("small", "u1"));
    graph.apply(friends("small", "u2"));
    graph.apply(user("end", Map.of()));
    graph.apply(friends("end", "left"));
    graph.apply(friends("end", "right"));
    graph.apply(friends("left", "right"));
  }

  @AfterAll
  void stop() {
    source.close();
    loops.close();
  }

  @Test
  @DisplayName("is evaluated who has few friends, and whoever is unknown")
  void small() throws Exception {
    assertThat(onTheLoop(new Extent(ALL, List.of("small"), List.of()))).isTrue();
    assertThat(onTheLoop(new Extent(ALL, List.of("nobody"), List.of()))).isTrue();
  }

  @Test
  @DisplayName("is not evaluated a hub whose friends' friends are looked at")
  void hub() throws Exception {
    assertThat(onTheLoop(new Extent(ALL, List.of("hub"), List.of()))).isFalse();
    assertThat(onTheLoop(new Extent(ONE_HOP, List.of("hub"), List.of()))).isTrue();
  }

  @Test
  @DisplayName("are not evaluated several users, an explanation, or a graph that does not exist")
  void notSoSimple() throws Exception {
    HypotheticalEdge edge =
        new HypotheticalEdge(Shop.FRIENDS, "small", "u3", Row.builder(Shop.FRIENDS).build());
    assertThat(onTheLoop(new Extent(ALL, List.of("small", "u1"), List.of()))).isFalse();
    assertThat(onTheLoop(new Extent(ONE_HOP.inFull(), List.of("small"), List.of()))).isFalse();
    assertThat(onTheLoop(new Extent(ONE_HOP, List.of("small"), List.of(edge)))).isFalse();
  }

  @Test
  @DisplayName("is told how many edges will be read, at most as many as the limits allow")
  void edges() {
    Extent oneHop = new Extent(ONE_HOP, List.of("hub"), List.of());
    assertThat(oneHop.isWithin(HUB, graph)).isTrue();
    assertThat(oneHop.isWithin(HUB - 1, graph)).isFalse();
    EgoShape limited = friendsOfFriends(10, 50);
    Extent twoHops = new Extent(limited, List.of("hub"), List.of());
    assertThat(twoHops.isWithin(10 + 10 * 50, graph)).isTrue();
    assertThat(twoHops.isWithin(10 + 10 * 50 - 1, graph)).isFalse();
    // The limits beyond allow 500 of each, but the hub's friends have 199 or 200.
    Extent wide = new Extent(friendsOfFriends(10, 500), List.of("hub"), List.of());
    assertThat(wide.isWithin(10 + 10 * 200, graph)).isTrue();
    assertThat(wide.isWithin(10 + 10 * 198, graph)).isFalse();
    // The limits allow 2 + 2 × 50, but neither friend has so many.
    Extent few = new Extent(limited, List.of("end"), List.of());
    assertThat(few.isWithin(2 + 2 * 2, graph)).isTrue();
    assertThat(few.isWithin(2 + 2 * 2 - 1, graph)).isFalse();
  }

  private static EgoShape friendsOfFriends(int limit, int limitBeyond) {
    EgoShape.Branch beyond = new EgoShape.Branch(hop(), limitBeyond, Set.of(), Set.of(), List.of());
    EgoShape.Branch branch = new EgoShape.Branch(hop(), limit, Set.of(), Set.of(), List.of(beyond));
    return new EgoShape(Shop.USER, Set.of(), List.of(branch));
  }

  private static Hop hop() {
    return ALL.branches().stream()
        .map(EgoShape.Branch::hop)
        .filter(hop -> hop.edge().equals(Shop.FRIENDS))
        .findFirst()
        .orElseThrow();
  }

  private boolean onTheLoop(Extent extent) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Reader reader = source.reader();
    loop.execute(
        () ->
            reader.add(extent, new TestTask("caller", () -> answer.complete(loop.inEventLoop()))));
    return answer.get();
  }
}
