package dev.kith.ingest.verify;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.ingest.BrokerExtension;
import dev.kith.ingest.TestBroker;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("Verifying Dgraph")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class VerifyDgraphTest {
  private static final Changes CHANGES = new Changes(SCHEMA);

  private static final List<GraphChange> SMALL =
      List.of(
          CHANGES.node("person", "ann", "whole", 7L, "words", "hello"),
          CHANGES.node("person", "bob"),
          CHANGES.pair("knows", "ann", "bob", "real", 1.5),
          CHANGES.pair("knows", "ann", "cleo"),
          CHANGES.pair("follows", "ann", "bob"),
          CHANGES.edge("visited", "v1", "ann", "bar", "real", 12.5, "moment", 1_000_000L),
          CHANGES.edge("paid", "e1", "ann", "bob", "whole", 1L),
          CHANGES.node("person", "gone"),
          CHANGES.removeNode("person", "gone"));

  private final VerifyRig rig;

  VerifyDgraphTest(TestBroker broker, DgraphServer server) {
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

  @Test
  @DisplayName("finds no difference where there is none, and counts what it compared")
  void clean() throws Exception {
    rig.fill(SMALL);
    Report report = rig.verify();
    assertThat(VerifyRig.texts(report)).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.inFlight()).isZero();
    assertThat(report.elements()).isEqualTo(7);
    assertThat(report.compared())
        .containsEntry(SCHEMA.elementType("person").orElseThrow(), 2L)
        .containsEntry(SCHEMA.elementType("knows").orElseThrow(), 2L);
    assertThat(ChangeLog.sum(report.positions())).isEqualTo(SMALL.size());
  }

  @Test
  @DisplayName("finds none after random changes, written in batches by several partitions at once")
  void random() {
    Seeds.each(
        3,
        seed -> {
          rig.begin(Map.of());
          RandomChanges changes = new RandomChanges(CHANGES, new Random(seed), 40);
          rig.fill(Stream.generate(changes).limit(3000).toList());
          assertThat(VerifyRig.texts(rig.verify())).isEmpty();
        });
  }

  @Test
  @DisplayName("says of each difference what the topic says, and what Dgraph does")
  void differences() throws Exception {
    rig.fill(SMALL);
    rig.damage(
        "{ a as var(func: eq(person_id, \"ann\")) }", "$a <whole> \"8\" .", "$a <words> * .");
    rig.damage("{ v as var(func: eq(visit_id, \"v1\")) }", "$v <real> \"12\" .", "$v <moment> * .");
    rig.damage("{ b as var(func: eq(person_id, \"bob\")) }", "", "$b <dgraph.type> \"Person\" .");
    rig.damage(
        "{ a as var(func: eq(person_id, \"ann\")) c as var(func: eq(person_id, \"cleo\")) }",
        "",
        "$c <knows> $a .");
    rig.damage(
        "{ a as var(func: eq(person_id, \"ann\")) b as var(func: eq(person_id, \"bob\")) }",
        "$b <paid> $a .\n$b <knows> $a (real=2.5) .\n_:d <person_id> \"dan\" .\n"
            + "_:d <dgraph.type> \"Person\" .\n_:x <dgraph.type> \"Place\" .",
        "$a <paid> $b .");
    assertThat(VerifyRig.texts(rig.verify()))
        .satisfiesExactlyInAnyOrder(
            text ->
                assertThat(text)
                    .isEqualTo(
                        "person/ann: whole 7 in kith.graph-changes, 8 in Dgraph;"
                            + " words 'hello' in kith.graph-changes, nothing in Dgraph"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "visited/v1: real 12.5 in kith.graph-changes, 12.0 in Dgraph;"
                            + " moment 1970-01-01T00:00:01Z in kith.graph-changes,"
                            + " nothing in Dgraph"),
            text -> assertThat(text).isEqualTo("person/bob: in kith.graph-changes, not in Dgraph"),
            text -> assertThat(text).isEqualTo("knows/ann/cleo: in Dgraph only from ann to cleo"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "knows/ann/bob: real 1.5 in kith.graph-changes, 2.5 in Dgraph from bob"),
            text ->
                assertThat(text)
                    .isEqualTo("paid/e1: in Dgraph it has no direct edge paid beside it"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "paid from bob to ann: a direct edge, but no edge with a key leads there"),
            text -> assertThat(text).isEqualTo("person/dan: not in kith.graph-changes, in Dgraph"),
            text ->
                assertThat(text)
                    .matches("node 0x\\w+ has what a place has, but no valid place_id"));
  }

  @Test
  @DisplayName("finds no difference while the writer is at work, however fast changes come")
  void whileWriting() {
    Seeds.each(
        1,
        seed -> {
          rig.begin(Map.of());
          RandomChanges changes = new RandomChanges(CHANGES, new Random(seed), 60);
          rig.publish(Stream.generate(changes).limit(2000).toList());
          rig.startWriter();
          AtomicBoolean open = new AtomicBoolean(true);
          Thread shop =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        while (open.get()) {
                          rig.awaitBehindAtMost(1000);
                          rig.publish(Stream.generate(changes).limit(100).toList());
                        }
                      });
          try {
            for (int round = 0; round < 4; round++) {
              Report report = rig.verify();
              assertThat(VerifyRig.texts(report)).isEmpty();
              assertThat(report.inFlight()).isZero();
            }
          } finally {
            open.set(false);
            shop.join();
          }
        });
  }

  @Test
  @DisplayName("compares a Dgraph that is behind with what the topic said then")
  void behind() throws Exception {
    rig.fill(SMALL);
    rig.publish(List.of(CHANGES.node("person", "ann", "whole", 8L)));
    Report report = rig.verify();
    assertThat(VerifyRig.texts(report)).isEmpty();
    assertThat(report.inFlight()).isZero();
    assertThat(report.behind()).isEqualTo(1);
    rig.damage("{ b as var(func: eq(person_id, \"bob\")) }", "$b <whole> \"1\" .", "");
    assertThat(VerifyRig.texts(rig.verify()))
        .containsExactly("person/bob: whole nothing in kith.graph-changes, 1 in Dgraph");
  }

  @Test
  @DisplayName("says in a line that the Dgraph is another topic's")
  void otherTopic() throws Exception {
    rig.fill(SMALL);
    try (ChangeLog log = rig.log()) {
      var other = new dev.kith.dgraph.GraphReader(rig.dgraph(), SCHEMA, "other");
      assertThatThrownBy(() -> rig.verify(log, new DgraphStore(other)))
          .isInstanceOf(CannotTellException.class)
          .hasMessageContaining("another topic");
    }
  }
}
