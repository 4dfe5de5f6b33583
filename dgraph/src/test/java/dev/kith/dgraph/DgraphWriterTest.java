package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Prepared;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The writer of changes to Dgraph")
@ExtendWith(DgraphExtension.class)
class DgraphWriterTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static Dgraph dgraph;
  private static Raw raw;

  private DgraphWriter writer;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    raw = new Raw(dgraph);
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @BeforeEach
  void empty() throws Exception {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    writer = newWriter();
  }

  @Nested
  @DisplayName("keeps a position a partition, and")
  class Position {

    @Test
    @DisplayName("begins at 0, and moves it with the data")
    void moves() throws Exception {
      assertThat(writer.position(3)).isZero();
      assertThat(writer.write(3, 0, 7, List.of(person("ann", 1)))).isEqualTo(new Written(true, 7));
      assertThat(writer.write(3, 7, 9, List.of(person("bob", 1)))).isEqualTo(new Written(true, 9));
      assertThat(newWriter().position(3)).isEqualTo(9);
      assertThat(raw.values("person_id")).containsExactly("ann", "bob");
    }

    @Test
    @DisplayName("keeps partitions apart")
    void partitions() throws Exception {
      writer.write(0, 0, 7, List.of(person("ann", 1)));
      writer.write(1, 0, 2, List.of(person("bob", 1)));
      assertThat(writer.position(0)).isEqualTo(7);
      assertThat(writer.position(1)).isEqualTo(2);
      assertThat(writer.position(10)).isZero();
    }

    @Test
    @DisplayName("moves it without any change")
    void noChanges() throws Exception {
      assertThat(writer.write(0, 0, 5, List.of())).isEqualTo(new Written(true, 5));
      assertThat(writer.write(0, 5, 6, List.of())).isEqualTo(new Written(true, 6));
      assertThat(writer.position(0)).isEqualTo(6);
    }

    @Test
    @DisplayName("writes nothing of a batch that it holds, and tells where it is")
    void repeated() throws Exception {
      writer.write(0, 0, 1, List.of(person("ann", 1)));
      writer.write(0, 1, 2, List.of(person("ann", 2)));

      Written again = writer.write(0, 0, 1, List.of(person("ann", 1)));

      assertThat(again).isEqualTo(new Written(false, 2));
      assertThat(raw.values("whole")).containsExactly("2");
    }

    @Test
    @DisplayName("writes nothing of a batch that comes too early")
    void gap() throws Exception {
      assertThat(writer.write(0, 4, 5, List.of(person("ann", 1)))).isEqualTo(new Written(false, 0));
      assertThat(raw.values("person_id")).isEmpty();
    }

    @Test
    @DisplayName("aborts the later of two that write one batch at once")
    void zombie() throws Exception {
      writer.write(0, 0, 1, List.of(person("ann", 1)));
      Prepared late = prepare(writer, 0, 1, 2, person("ann", 1));
      newWriter().write(0, 1, 3, List.of(person("ann", 2), person("ann", 3)));

      assertAborted(late);

      assertThat(writer.write(0, 1, 2, List.of(person("ann", 1)))).isEqualTo(new Written(false, 3));
      assertThat(raw.values("whole")).containsExactly("3");
    }

    @Test
    @DisplayName("aborts the later of two that write the first batch at once")
    void zombieAtTheBeginning() throws Exception {
      Prepared late = prepare(writer, 0, 0, 1, person("ann", 1));
      newWriter().write(0, 0, 1, List.of(person("bob", 2)));

      assertAborted(late);
      assertThat(raw.values(DgraphSchema.PARTITION)).containsExactly("topic/0");
    }

    @Test
    @DisplayName("refuses the changes of another topic, and names both")
    void anotherTopic() throws Exception {
      writer.write(0, 0, 1, List.of(person("ann", 1)));
      DgraphWriter other = new DgraphWriter(dgraph, SCHEMA, "another");

      assertThatExceptionOfType(DgraphException.class)
          .isThrownBy(() -> other.position(0))
          .withMessageContaining("id topic")
          .withMessageContaining("id another")
          .extracting(DgraphException::kind)
          .isEqualTo(Kind.REFUSED);
      assertThatExceptionOfType(DgraphException.class)
          .isThrownBy(() -> other.write(0, 0, 1, List.of(person("bob", 1))));
      assertThat(raw.values("person_id")).containsExactly("ann");
    }

    @Test
    @DisplayName("takes no stretch that runs backwards")
    void backwards() {
      assertThatIllegalArgumentException().isThrownBy(() -> writer.write(0, 5, 4, List.of()));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.write(0, -1, 4, List.of()));
    }
  }

  @Nested
  @DisplayName("makes one node a key, and")
  class Nodes {

    @Test
    @DisplayName("makes it once, however often a batch names it")
    void onceABatch() throws Exception {
      write(
          0,
          knows("ann", "bob"),
          knows("bob", "cid"),
          visited("v1", "ann", "bar"),
          visited("v2", "cid", "bar"),
          person("ann", 1),
          person("ann", 2));
      assertThat(raw.values("person_id")).containsExactly("ann", "bob", "cid");
      assertThat(raw.values("place_id")).containsExactly("bar");
      assertThat(raw.values("visit_id")).containsExactly("v1", "v2");
      assertThat(raw.types()).containsExactly("Person", "Visit", "Visit");
    }

    @Test
    @DisplayName("makes it once though partitions need it at once, in one process or in several")
    void atOnce() throws Exception {
      Prepared first = prepare(writer, 0, 0, 1, knows("ann", "bob"));
      Prepared second = prepare(writer, 1, 0, 1, knows("cid", "bob"));
      Prepared third = prepare(newWriter(), 2, 0, 1, person("bob", 3));
      for (Prepared prepared : List.of(first, second, third)) {
        assertThat(prepared.commit().applied()).isTrue();
      }

      assertThat(raw.values("person_id")).containsExactly("ann", "bob", "cid");
      assertThat(raw.links("knows", "person_id", "person_id"))
          .containsExactly("ann>bob", "bob>ann", "bob>cid", "cid>bob");
    }

    @Test
    @DisplayName("makes each once though many writers make the same ones at the same moment")
    void race() throws Exception {
      List<GraphChange> changes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        changes.add(knows("p" + i, "p" + (i + 1)));
      }
      List<Callable<Written>> writers = new ArrayList<>();
      for (int partition = 0; partition < 8; partition++) {
        int its = partition;
        DgraphWriter one = newWriter();
        writers.add(() -> one.write(its, 0, 1, List.of(person("p" + its, 1), place("l" + its))));
        writers.add(() -> one.write(100 + its, 0, 1, changes.subList(its * 5, its * 5 + 10)));
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Written> written : threads.invokeAll(writers)) {
          try {
            assertThat(written.get().applied()).isTrue();
          } catch (ExecutionException e) { // as it may: two of them share pairs
            assertThat(e).cause().isInstanceOf(DgraphException.class).hasMessageContaining("abort");
          }
        }
      }
      assertThat(raw.values("person_id")).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    }

    @Test
    @DisplayName("makes none for what is only removed")
    void removedOnly() throws Exception {
      write(
          0,
          CHANGES.removeNode("person", "ann"),
          CHANGES.removePair("knows", "ann", "bob"),
          removeVisit("v1"));
      assertThat(raw.values("person_id")).isEmpty();
    }

    @Test
    @DisplayName("does not believe in one whose transaction was aborted")
    void abortedIsNotKnown() throws Exception {
      write(0, person("zoe", 1));
      Prepared late = prepare(writer, 0, 1, 2, person("ann", 1));
      newWriter().write(0, 1, 2, List.of());
      assertAborted(late);

      writer.write(0, 2, 3, List.of(knows("ann", "zoe")));

      assertThat(raw.links("knows", "person_id", "person_id"))
          .containsExactly("ann>zoe", "zoe>ann");
    }

    @Test
    @DisplayName("forgets what it knew when Dgraph was emptied")
    void emptied() throws Exception {
      writer.write(0, 0, 1, List.of(person("ann", 1)));
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      newWriter().write(1, 0, 1, List.of(person("other", 1))); // takes ann's old uid, or one near

      assertThat(writer.write(0, 1, 2, List.of(person("ann", 2)))).isEqualTo(new Written(false, 0));
      writer.write(0, 0, 2, List.of(person("ann", 2)));

      assertThat(raw.values("person_id")).containsExactly("ann", "other");
    }

    @Test
    @DisplayName(
        "finds an emptied Dgraph at 0 even if its schema is gone, which beginning brings back")
    void emptiedOfItsSchema() throws Exception {
      writer.write(0, 0, 1, List.of(person("ann", 1)));
      dgraph.dropAll();

      assertThat(writer.write(0, 1, 2, List.of(person("ann", 2)))).isEqualTo(new Written(false, 0));
      assertThat(writer.begin(0)).isZero();
      assertThat(writer.write(0, 0, 2, List.of(person("ann", 2))).applied()).isTrue();

      assertThat(dgraph.hasSchema(SCHEMA, Duration.ofSeconds(10))).isTrue();
      assertThat(raw.values("person_id")).containsExactly("ann");
    }

    @Test
    @DisplayName("looks nodes up anew when it takes a partition that another writer filled")
    void emptiedAndFilledByAnother() throws Exception {
      writer.write(1, 0, 1, List.of(person("ann", 1)));
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      newWriter().write(0, 0, 1, List.of(person("bob", 1)));

      long position = writer.begin(0);
      writer.write(0, position, 2, List.of(person("ann", 2)));

      assertThat(raw.values("person_id")).containsExactly("ann", "bob");
    }

    @Test
    @DisplayName("keeps the key of a removed node for the edges that name it, and nothing else")
    void removed() throws Exception {
      write(0, person("ann", 1), knows("ann", "bob"));
      writer.write(0, 1, 2, List.of(CHANGES.removeNode("person", "ann")));
      assertThat(raw.values("person_id")).containsExactly("ann", "bob");
      assertThat(raw.values("whole")).isEmpty();
      assertThat(raw.types()).isEmpty();
    }

    @Test
    @DisplayName("lets partitions write different elements around one node at once")
    void noConflict() throws Exception {
      write(0, person("ann", 1), person("bob", 1), place("bar"), place("zoo"));
      List<Prepared> prepared =
          List.of(
              prepare(newWriter(), 1, 0, 1, person("ann", 2)),
              prepare(newWriter(), 2, 0, 1, visited("v1", "ann", "bar")),
              prepare(newWriter(), 3, 0, 1, visited("v2", "ann", "zoo")),
              prepare(newWriter(), 4, 0, 1, visited("v3", "bob", "bar")),
              prepare(newWriter(), 5, 0, 1, knows("ann", "bob")));
      for (Prepared one : prepared) {
        assertThat(one.commit().applied()).isTrue();
      }
      assertThat(raw.links("visited", "person_id", "place_id"))
          .containsExactly("ann>bar", "ann>zoo", "bob>bar");
    }
  }

  @Nested
  @DisplayName("keeps the direct edge while an edge with a key lies between the same nodes:")
  class DirectEdges {

    @Test
    @DisplayName("while one of several does")
    void several() throws Exception {
      write(0, visited("v1", "ann", "bar"), visited("v2", "ann", "bar"));
      writer.write(0, 1, 2, List.of(removeVisit("v1")));
      assertThat(visits()).containsExactly("ann>bar");
      writer.write(0, 2, 3, List.of(removeVisit("v2")));
      assertThat(visits()).isEmpty();
      assertThat(raw.values("visit_id")).isEmpty();
      assertThat(raw.types()).isEmpty();
    }

    @Test
    @DisplayName("it moves with the last one")
    void moved() throws Exception {
      write(0, visited("v1", "ann", "bar"), visited("v2", "ann", "bar"));
      writer.write(0, 1, 2, List.of(visited("v1", "ann", "zoo")));
      assertThat(visits()).containsExactly("ann>bar", "ann>zoo");
      writer.write(0, 2, 3, List.of(visited("v2", "bob", "bar")));
      assertThat(visits()).containsExactly("ann>zoo", "bob>bar");
    }

    @Test
    @DisplayName("within one batch the end of the batch counts")
    void withinABatch() throws Exception {
      write(
          0, visited("v1", "ann", "bar"), visited("v2", "ann", "zoo"), visited("v3", "bob", "bar"));
      writer.write(
          0,
          1,
          2,
          List.of(
              removeVisit("v1"), // v2 takes its place
              visited("v2", "ann", "bar"),
              visited("v4", "bob", "zoo"), // comes and goes
              removeVisit("v4"),
              removeVisit("v3")));
      assertThat(visits()).containsExactly("ann>bar");
    }

    @Test
    @DisplayName("two partitions that remove the last two at once: one is aborted, then it goes")
    void lastTwoRemovedAtOnce() throws Exception {
      write(0, visited("v1", "ann", "bar"), visited("v2", "ann", "bar"));
      Prepared late = prepare(newWriter(), 1, 0, 1, removeVisit("v1"));
      newWriter().write(2, 0, 1, List.of(removeVisit("v2")));
      assertThat(visits()).containsExactly("ann>bar");

      assertAborted(late);
      newWriter().write(1, 0, 1, List.of(removeVisit("v1")));

      assertThat(visits()).isEmpty();
    }

    @Test
    @DisplayName("one partition removes the last while another adds one: the later is aborted")
    void lastRemovedWhileAdded() throws Exception {
      write(0, visited("v1", "ann", "bar"));
      Prepared remove = prepare(newWriter(), 1, 0, 1, removeVisit("v1"));
      Prepared add = prepare(newWriter(), 2, 0, 1, visited("v2", "ann", "bar"));
      assertThat(add.commit().applied()).isTrue();
      assertAborted(remove);
      newWriter().write(1, 0, 1, List.of(removeVisit("v1")));
      assertThat(visits()).containsExactly("ann>bar");

      remove = prepare(newWriter(), 1, 1, 2, removeVisit("v2"));
      add = prepare(newWriter(), 2, 1, 2, visited("v3", "ann", "bar"));
      assertThat(remove.commit().applied()).isTrue();
      assertThat(visits()).isEmpty();
      assertAborted(add);
      newWriter().write(2, 1, 2, List.of(visited("v3", "ann", "bar")));
      assertThat(visits()).containsExactly("ann>bar");
    }

    @Test
    @DisplayName("a thousand removals in one batch find their siblings")
    void manyRemovals() throws Exception {
      List<GraphChange> puts = new ArrayList<>();
      List<GraphChange> removals = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        puts.add(visited("a" + i, "p" + i % 50, "l" + i % 20));
        removals.add(removeVisit("a" + i));
      }
      puts.add(visited("stays", "p7", "l7"));
      writer.write(0, 0, 1, puts);
      writer.write(0, 1, 2, removals);
      assertThat(visits()).containsExactly("p7>l7");
      assertThat(raw.values("visit_id")).containsExactly("stays");
    }

    private Iterable<String> visits() throws Exception {
      return raw.links("visited", "person_id", "place_id");
    }
  }

  @Test
  @DisplayName("stores an edge with a key as a typed node that leads to its ends")
  void recordNode() throws Exception {
    write(0, visited("v1", "ann", "bar"));
    assertThat(
            raw.query(
                    "{ q(func: eq(visit_id, \"v1\")) { dgraph.type visit_id whole"
                        + " visitor { person_id } venue { place_id } } }")
                .toString())
        .isEqualTo(
            "{\"q\":[{\"dgraph.type\":[\"Visit\"],\"visit_id\":\"v1\",\"whole\":7,"
                + "\"visitor\":{\"person_id\":\"ann\"},\"venue\":{\"place_id\":\"bar\"}}]}");
  }

  private void write(int partition, GraphChange... changes) throws DgraphException {
    Written written = writer.write(partition, 0, 1, List.of(changes));
    assertThat(written.applied()).isTrue();
  }

  private static DgraphWriter newWriter() {
    return new DgraphWriter(dgraph, SCHEMA, "topic");
  }

  private static Prepared prepare(
      DgraphWriter writer, int partition, long from, long to, GraphChange change)
      throws DgraphException {
    return writer.prepare(partition, from, to, Batch.of(List.of(change)), Optional.empty());
  }

  private static void assertAborted(Prepared late) {
    assertThatExceptionOfType(DgraphException.class)
        .isThrownBy(late::commit)
        .extracting(DgraphException::kind)
        .isEqualTo(Kind.ABORTED);
  }

  private static GraphChange person(String key, long whole) {
    return CHANGES.node("person", key, "whole", whole);
  }

  private static GraphChange place(String key) {
    return CHANGES.node("place", key, "title", key);
  }

  private static GraphChange knows(String a, String b) {
    return CHANGES.pair("knows", a, b, "since", 1L);
  }

  private static GraphChange visited(String key, String who, String where) {
    return CHANGES.edge("visited", key, who, where, "whole", 7L);
  }

  private static GraphChange removeVisit(String key) {
    return CHANGES.removeEdge("visited", key);
  }
}
