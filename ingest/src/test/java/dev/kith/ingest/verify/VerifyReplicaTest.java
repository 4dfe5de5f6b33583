package dev.kith.ingest.verify;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.admin.Monitor;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.config.Settings;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.ingest.BrokerExtension;
import dev.kith.ingest.TestBroker;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Verifying a replica")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class VerifyReplicaTest {
  private static final Changes CHANGES = new Changes(SCHEMA);

  private final VerifyRig rig;

  VerifyReplicaTest(TestBroker broker, DgraphServer server) {
    rig = new VerifyRig(broker, server);
  }

  @BeforeEach
  void begin() throws Exception {
    rig.begin(Map.of());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  /** A graph in memory that follows the topic, and passes over some changes: a defect. */
  private static final class Following implements AutoCloseable {
    private final MemoryGraph graph = new MemoryGraph(SCHEMA);
    private final Map<Integer, Long> positions = new ConcurrentSkipListMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ChangeLog log;
    private final Monitor monitor;
    private final Thread thread;

    Following(VerifyRig rig, String topicId, Predicate<GraphChange> passesOver) throws Exception {
      log = rig.log();
      monitor = Monitor.open(new Settings(Map.of("ADMIN_PORT", "0"), Monitor.settings(0)));
      monitor.handle(
          "/graph",
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            GraphStream.Writer writer =
                new GraphStream.Writer(out, VerifyRig.CODEC, topicId, Map.copyOf(positions));
            graph.forEach(writer::add);
            writer.end();
            exchange.close();
          });
      thread = Thread.ofPlatform().start(() -> follow(passesOver));
    }

    private void follow(Predicate<GraphChange> passesOver) {
      try (ChangeLog.Cursor cursor = log.fromBeginning()) {
        while (!stop.get()) {
          Map<Integer, Long> ends = log.ends();
          cursor.readTo(
              ends,
              logged -> {
                if (!passesOver.test(logged.change())) {
                  graph.apply(logged.change());
                }
                positions.put(logged.partition(), logged.offset() + 1);
              },
              "",
              (step, done, total) -> {});
          positions.putAll(ends);
        }
      } catch (CannotTellException e) {
        throw new AssertionError(e);
      }
    }

    String address() {
      return "127.0.0.1:" + monitor.port().orElseThrow();
    }

    @Override
    public void close() throws Exception {
      stop.set(true);
      thread.join();
      monitor.close();
      log.close();
    }
  }

  private Report verify(Following replica) throws Exception {
    try (ChangeLog log = rig.log();
        ReplicaStore store = new ReplicaStore(replica.address(), log.topicId(), VerifyRig.CODEC)) {
      return rig.verify(log, store);
    }
  }

  @Test
  @DisplayName("finds no difference, at rest and while changes come as fast as they can")
  void clean() {
    Seeds.each(
        2,
        seed -> {
          rig.begin(Map.of());
          RandomChanges changes = new RandomChanges(CHANGES, new Random(seed), 60);
          rig.publish(Stream.generate(changes).limit(3000).toList());
          AtomicBoolean open = new AtomicBoolean(true);
          try (Following replica = new Following(rig, rig.topicId(), change -> false)) {
            Report atRest = verify(replica);
            assertThat(VerifyRig.texts(atRest)).isEmpty();
            assertThat(atRest.elements()).isPositive();
            Thread shop =
                Thread.ofVirtual()
                    .start(
                        () -> {
                          while (open.get()) {
                            rig.publish(Stream.generate(changes).limit(50).toList());
                          }
                        });
            try {
              for (int round = 0; round < 10; round++) {
                Report report = verify(replica);
                assertThat(VerifyRig.texts(report)).isEmpty();
                assertThat(report.inFlight()).isZero();
              }
            } finally {
              open.set(false);
              shop.join();
            }
          }
        });
  }

  @Test
  @DisplayName("finds what a replica that loses changes does not have, or still has")
  void defect() throws Exception {
    rig.publish(
        List.of(
            CHANGES.node("person", "ann", "whole", 1L),
            CHANGES.node("person", "bob", "whole", 1L),
            CHANGES.pair("knows", "ann", "bob"),
            CHANGES.edge("paid", "e1", "ann", "bob", "whole", 1L),
            CHANGES.node("person", "bob", "whole", 2L),
            CHANGES.removePair("knows", "ann", "bob"),
            CHANGES.edge("paid", "e2", "bob", "ann", "whole", 1L)));
    Predicate<GraphChange> defect =
        change ->
            change instanceof GraphChange.Remove
                || change.equals(CHANGES.node("person", "bob", "whole", 2L))
                || (change.element() instanceof Element.KeyedEdge edge && edge.key().equals("e2"));
    try (Following replica = new Following(rig, rig.topicId(), defect)) {
      String name = "the replica at " + replica.address();
      assertThat(VerifyRig.texts(verify(replica)))
          .containsExactlyInAnyOrder(
              "person/bob: whole 2 in kith.graph-changes, 1 in " + name,
              "knows/ann/bob: not in kith.graph-changes, in " + name,
              "paid/e2: in kith.graph-changes, not in " + name);
    }
  }

  @Test
  @DisplayName("says in a line that a replica follows another topic, or does not answer")
  void cannotTell() throws Exception {
    rig.publish(List.of(CHANGES.node("person", "ann")));
    Following replica = new Following(rig, "another", change -> false);
    try (replica) {
      assertThatThrownBy(() -> verify(replica))
          .isInstanceOf(CannotTellException.class)
          .hasMessageContaining("another topic");
    }
    assertThatThrownBy(() -> verify(replica))
        .isInstanceOf(CannotTellException.class)
        .hasMessageContaining("does not answer");
  }
}
