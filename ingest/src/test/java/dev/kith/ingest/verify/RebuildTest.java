package dev.kith.ingest.verify;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.dgraph.GraphEraser.Contents;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.ingest.Await;
import dev.kith.ingest.BrokerExtension;
import dev.kith.ingest.TestBroker;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Rebuild")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class RebuildTest {
  private static final Changes CHANGES = new Changes(SCHEMA);

  private final TestBroker broker;
  private final VerifyRig rig;

  RebuildTest(TestBroker broker, DgraphServer server) {
    this.broker = broker;
    this.rig = new VerifyRig(broker, server);
  }

  @BeforeEach
  void begin() throws Exception {
    rig.begin(Map.of());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static List<GraphChange> randomChanges(long seed, int count) {
    return Stream.generate(new RandomChanges(CHANGES, new Random(seed), 50)).limit(count).toList();
  }

  private Rebuild rebuild(ChangeLog log, Progress progress) {
    return new Rebuild(log, rig.kafka(), SCHEMA, rig.dgraph(), progress);
  }

  private Rebuild rebuild(ChangeLog log) {
    return rebuild(log, (step, done, total) -> {});
  }

  private void assertHoldsAll() throws Exception {
    Report report = rig.verify();
    assertThat(VerifyRig.texts(report)).isEmpty();
    assertThat(report.elements()).isPositive();
    assertThat(report.behind()).isZero();
  }

  @Test
  @DisplayName("fills an empty Dgraph, and where it was broken off, goes on")
  void fill() throws Exception {
    rig.publish(randomChanges(1, 4000));
    try (ChangeLog log = rig.log()) {
      assertThat(rebuild(log).contents()).isEqualTo(Contents.NOTHING);
      Progress breaksOff =
          (step, done, total) -> {
            if (done > 0) {
              Thread.currentThread().interrupt();
            }
          };
      assertThatThrownBy(() -> rebuild(log, breaksOff).fill()).hasMessage("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(rebuild(log).contents()).isEqualTo(Contents.THIS_TOPIC);
      Rebuild.Filled filled = rebuild(log).fill();
      assertThat(filled.changes()).isBetween(0L, 3999L);
    }
    assertHoldsAll();
  }

  @Test
  @DisplayName("empties another topic's Dgraph of the graph, and of nothing else, and fills it")
  void another() throws Exception {
    rig.fill(randomChanges(2, 1000));
    rig.damage(
        "{ x as var(func: eq(person_id, \"p1\")) }",
        "$x <nickname> \"somebody's own\" .\n$x <dgraph.type> \"Dancer\" .",
        "");
    rig.newTopic(Map.of());
    rig.publish(randomChanges(3, 1000));
    try (ChangeLog log = rig.log()) {
      assertThat(rebuild(log).contents()).isEqualTo(Contents.ANOTHER);
      rebuild(log).erase();
      assertThat(rebuild(log).contents()).isEqualTo(Contents.NOTHING);
      rebuild(log).fill();
    }
    assertHoldsAll();
    assertThat(rig.query("{ q(func: has(nickname)) { nickname dgraph.type } }"))
        .isEqualTo("{\"q\":[{\"nickname\":\"somebody's own\",\"dgraph.type\":[\"Dancer\"]}]}");
  }

  @Test
  @DisplayName("does so from scratch beside a running writer, which waits, and then begins again")
  void besideWriter() throws Exception {
    rig.publish(randomChanges(4, 1500));
    rig.startWriter();
    rig.awaitWritten();
    List<GraphChange> more = randomChanges(5, 1500);
    try (ChangeLog log = rig.log()) {
      int[] published = {0};
      Progress meanwhile =
          (step, done, total) -> {
            int next = Math.min(more.size(), published[0] + 100);
            rig.publish(more.subList(published[0], next));
            published[0] = next;
          };
      rebuild(log, meanwhile).erase();
      rig.publish(more.subList(published[0], more.size()));
      rebuild(log).fill();
    }
    rig.awaitWritten();
    rig.stopWriter();
    assertHoldsAll();
  }

  @Test
  @DisplayName("knows an emptying that was broken off, which nobody writes into, and does it again")
  void halfErased() throws Exception {
    rig.fill(randomChanges(6, 500));
    try (ChangeLog log = rig.log()) {
      Progress breaksOff =
          (step, done, total) -> {
            throw new IllegalStateException("killed");
          };
      assertThatThrownBy(() -> rebuild(log, breaksOff).erase()).hasMessage("killed");
      assertThat(rebuild(log).contents()).isEqualTo(Contents.HALF_ERASED);
      assertThatThrownBy(rig::verify)
          .isInstanceOf(CannotTellException.class)
          .hasMessageContaining("is being emptied");
      rebuild(log).erase();
      rebuild(log).fill();
    }
    assertHoldsAll();
  }

  @Test
  @DisplayName("and verify are right after compaction, also of what was removed long ago")
  void compacted() throws Exception {
    rig.newTopic(
        Map.of(
            "segment.ms", "200",
            "min.cleanable.dirty.ratio", "0.001",
            "max.compaction.lag.ms", "1000",
            "delete.retention.ms", "0"));
    rig.fill(randomChanges(7, 3000));
    List<GraphChange> gone = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      gone.add(CHANGES.node("person", "gone" + i, "whole", 1L));
    }
    gone.forEach(put -> rig.publish(List.of(put, new GraphChange.Remove(put.element()))));
    rig.startWriter();
    rig.awaitWritten();
    Await.until(
        "the topic is compacted, and what was removed has left it",
        () -> {
          // A segment is compacted once a later one was begun.
          rig.publish(List.of(CHANGES.node("place", "l0"), CHANGES.node("place", "l1")));
          rig.publish(List.of(CHANGES.node("place", "l2"), CHANGES.node("place", "l3")));
          return broker.read(Topics.GRAPH_CHANGES).stream()
              .noneMatch(record -> new String(record.key(), UTF_8).contains("gone"));
        });
    rig.awaitWritten();
    rig.stopWriter();
    assertHoldsAll();

    rig.damage("", "_:g <person_id> \"gone0\" .\n_:g <dgraph.type> \"Person\" .", "");
    assertThat(VerifyRig.texts(rig.verify()))
        .containsExactly("person/gone0: not in kith.graph-changes, in Dgraph");
    assertThat(VerifyRig.texts(rig.repair(2))).isEmpty();

    rig.dgraph().dropAll();
    try (ChangeLog log = rig.log()) {
      rebuild(log).fill();
    }
    assertHoldsAll();
  }
}
