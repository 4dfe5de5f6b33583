package dev.kith.ingest.verify;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.ingest.BrokerExtension;
import dev.kith.ingest.TestBroker;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.ArrayList;
import java.util.Collections;
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

@DisplayName("Repair")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class RepairTest {
  private static final Changes CHANGES = new Changes(SCHEMA);

  /** What somebody did in Dgraph, past Kith. */
  private record Damage(String query, String set, String deleted) {

    /** To one node, {@code $x}. */
    static Damage to(String predicate, String key, String set, String deleted) {
      return new Damage(
          "{ x as var(func: eq(%s, \"%s\")) }".formatted(predicate, key), set, deleted);
    }

    /** To two persons, {@code $x} and {@code $y}. */
    static Damage pair(String x, String y, String set, String deleted) {
      return new Damage(
          "{ x as var(func: eq(person_id, \"%s\")) y as var(func: eq(person_id, \"%s\")) }"
              .formatted(x, y),
          set,
          deleted);
    }
  }

  private final VerifyRig rig;

  RepairTest(TestBroker broker, DgraphServer server) {
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

  private void damage(Damage damage) {
    rig.damage(damage.query(), damage.set(), damage.deleted());
  }

  /** One of every kind, between those two persons and to some of the others' things. */
  private static List<Damage> everyKind(String a, String b, String place, String visit) {
    return List.of(
        Damage.to("person_id", a, "$x <whole> \"77\" .", ""),
        Damage.to("person_id", a, "$x <real> \"7.5\" .", "$x <words> * ."),
        Damage.to("person_id", b, "", "$x * * ."),
        Damage.to("person_id", b, "$x <flag> \"true\" .", "$x <dgraph.type> \"Person\" ."),
        Damage.to("person_id", a, "$x <dgraph.type> \"Place\" .", "$x <dgraph.type> \"Person\" ."),
        Damage.to("person_id", a, "", "$x <person_id> * ."),
        Damage.to("person_id", b, "_:n <person_id> \"" + b + "\" .\n_:n <whole> \"3\" .", ""),
        Damage.pair(a, b, "$x <knows> $y (whole=3) .", ""),
        Damage.pair(a, b, "", "$x <knows> $y ."),
        Damage.pair(a, b, "$x <follows> $y .", ""),
        Damage.pair(a, b, "$y <paid> $x .", ""),
        Damage.pair(a, b, "", "$x <paid> $y ."),
        Damage.to("visit_id", visit, "", "$x <dgraph.type> \"Visit\" ."),
        Damage.to("visit_id", visit, "", "$x <venue> * ."),
        Damage.to("visit_id", visit, "", "$x * * ."),
        Damage.to("visit_id", visit, "", "$x <visit_id> * ."),
        Damage.to("place_id", place, "", "$x <place_id> * ."),
        new Damage(
            "{ x as var(func: eq(person_id, \"" + a + "\")) }",
            "_:n <payment_id> \"forged\" .\n_:n <dgraph.type> \"Payment\" .\n"
                + "_:n <payer> $x .\n_:n <payee> $x .",
            ""),
        new Damage(
            "{ x as var(func: eq(person_id, \"" + a + "\")) }",
            "_:n <place_id> \"nowhere\" .\n_:n <title> \"a stub with attributes\" .\n"
                + "$x <follows> $x .",
            ""));
  }

  @Test
  @DisplayName("mends each kind of damage, which was found, and nothing is left")
  void eachKind() throws Exception {
    List<GraphChange> graph =
        List.of(
            CHANGES.node("person", "ann", "whole", 7L, "words", "hello"),
            CHANGES.node("person", "bob", "real", 0.5),
            CHANGES.node("place", "bar", "title", "The Bar"),
            CHANGES.pair("knows", "ann", "bob", "words", "school"),
            CHANGES.pair("knows", "bob", "cleo"),
            CHANGES.pair("follows", "bob", "ann"),
            CHANGES.edge("paid", "e1", "ann", "bob", "whole", 1L),
            CHANGES.edge("paid", "e2", "ann", "bob", "whole", 2L),
            CHANGES.edge("visited", "v1", "ann", "bar", "real", 12.5),
            CHANGES.edge("visited", "v2", "bob", "bar"));
    rig.fill(graph);
    for (Damage damage : everyKind("ann", "bob", "bar", "v1")) {
      damage(damage);
      assertThat(rig.verify().clean()).as("%s is found", damage).isFalse();
      assertThat(VerifyRig.texts(rig.repair(4))).as("%s is mended", damage).isEmpty();
    }
  }

  @Test
  @DisplayName("mends random damage, however much of it there is at once")
  void random() {
    Seeds.each(
        3,
        seed -> {
          rig.begin(Map.of());
          Random random = new Random(seed);
          RandomChanges changes = new RandomChanges(CHANGES, random, 12);
          rig.fill(Stream.generate(changes).limit(800).toList());
          List<Damage> all = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            all.addAll(
                everyKind(
                    "p" + random.nextInt(12),
                    "p" + random.nextInt(12),
                    "l" + random.nextInt(4),
                    "e" + random.nextInt(48)));
          }
          Collections.shuffle(all, random);
          all.subList(0, 1 + random.nextInt(all.size())).forEach(this::damage);
          Report report = rig.repair(6);
          assertThat(VerifyRig.texts(report)).isEmpty();
          assertThat(report.inFlight()).isZero();
        });
  }

  @Test
  @DisplayName("does so beside a running writer, which then knows that a node is another")
  void besideWriter() throws Exception {
    rig.publish(
        List.of(
            CHANGES.node("person", "ann", "whole", 1L),
            CHANGES.node("person", "bob"),
            CHANGES.pair("knows", "ann", "bob"),
            CHANGES.edge("paid", "e1", "ann", "bob", "whole", 1L)));
    rig.startWriter();
    for (int i = 0; i < 4; i++) { // until it knows ann, for whichever partition
      rig.publish(List.of(CHANGES.node("person", "ann", "whole", (long) i)));
      for (int other = 0; other < 12; other++) {
        rig.publish(List.of(CHANGES.pair("knows", "ann", "q" + other)));
      }
      rig.awaitWritten();
    }
    damage(Damage.to("person_id", "ann", "", "$x * * ."));
    assertThat(rig.verify().clean()).isFalse();
    assertThat(VerifyRig.texts(rig.repair(4))).isEmpty();
    for (int i = 0; i < 30; i++) {
      rig.publish(
          List.of(
              CHANGES.node("person", "ann", "whole", 2L + i),
              CHANGES.pair("knows", "ann", "p" + i),
              CHANGES.edge("paid", "f" + i, "ann", "p" + i, "whole", 2L)));
    }
    rig.awaitWritten();
    assertThat(VerifyRig.texts(rig.verify())).isEmpty();
  }
}
