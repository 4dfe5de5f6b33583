package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.NaiveGraph;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("On random changes, Dgraph holds what a map from element to its last change holds,")
@ExtendWith(DgraphExtension.class)
class WriterDifferentialTest {
  private static final int PARTITIONS = 3;

  private static Dgraph dgraph;
  private static Oracle oracle;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    oracle = new Oracle(dgraph);
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @Test
  @DisplayName("however they are cut into batches, and whatever is sent again")
  void batches() {
    Seeds.each(12, WriterDifferentialTest::checkBatches);
  }

  @Test
  @DisplayName("when several partitions are written at once, each of them by two writers")
  void concurrentWriters() {
    Seeds.each(8, WriterDifferentialTest::checkConcurrentWriters);
  }

  private static void checkBatches(long seed) throws Exception {
    Random random = new Random(seed);
    Topic topic = Topic.random(random, 300);
    empty();
    long[] positions = new long[PARTITIONS];
    DgraphWriter writer = newWriter();
    for (int batch = 1; batch <= 40; batch++) {
      if (random.nextInt(8) == 0) {
        writer = newWriter(); // as after a restart
      }
      int partition = random.nextInt(PARTITIONS);
      List<GraphChange> log = topic.logs().get(partition);
      int from = (int) positions[partition];
      int to = Math.min(log.size(), from + random.nextInt(25));
      List<GraphChange> changes = log.subList(from, to);
      assertThat(writer.write(partition, from, to, changes)).isEqualTo(new Written(true, to));
      positions[partition] = to;
      if (to > from && random.nextInt(4) == 0) {
        assertThat(writer.write(partition, from, to, changes)).isEqualTo(new Written(false, to));
      }
      if (batch % 8 == 0) {
        assertHolds(topic, positions, "after batch " + batch);
      }
    }
  }

  private static void checkConcurrentWriters(long seed) throws Exception {
    Random random = new Random(seed);
    Topic topic = Topic.random(random, 400);
    empty();
    DgraphWriter first = newWriter();
    DgraphWriter second = newWriter();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> writing = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (DgraphWriter writer : List.of(first, second)) {
          writing.add(writeAll(writer, partition, topic, new Random(random.nextLong())));
        }
      }
      for (Future<Void> done : threads.invokeAll(writing)) {
        done.get();
      }
    }
    long[] ends = topic.logs().stream().mapToLong(List::size).toArray();
    assertHolds(topic, ends, "at the end");
  }

  /** Does what ingest does with a partition, until all of it is in Dgraph. */
  private static Callable<Void> writeAll(
      DgraphWriter writer, int partition, Topic topic, Random random) {
    List<GraphChange> log = topic.logs().get(partition);
    return () -> {
      long position = writer.begin(partition);
      while (position < log.size()) {
        int from = (int) position;
        int to = Math.min(log.size(), from + 1 + random.nextInt(30));
        try {
          position = writer.write(partition, from, to, log.subList(from, to)).position();
        } catch (DgraphException e) {
          assertThat(e.kind()).isEqualTo(Kind.ABORTED); // and once more
        }
      }
      return null;
    };
  }

  private static void empty() throws DgraphException {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
  }

  private static DgraphWriter newWriter() {
    return new DgraphWriter(dgraph, SCHEMA, "topic");
  }

  /** Compares all that is in Dgraph with the changes up to the positions. */
  private static void assertHolds(Topic topic, long[] positions, String when) throws Exception {
    NaiveGraph naive = new NaiveGraph();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topic.logs().get(partition).subList(0, (int) positions[partition]).forEach(naive::apply);
      assertThat(newWriter().position(partition)).as(when).isEqualTo(positions[partition]);
    }
    oracle.assertHolds(naive, topic.names(), when);
  }

  /**
   * Changes by partition; each element has one.
   *
   * @param names all keys that nodes may have
   */
  private record Topic(List<List<GraphChange>> logs, List<String> names) {

    static Topic random(Random random, int size) {
      int keys = 2 + random.nextInt(7);
      RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, keys);
      List<List<GraphChange>> logs =
          Stream.generate(() -> (List<GraphChange>) new ArrayList<GraphChange>())
              .limit(PARTITIONS)
              .toList();
      for (int i = 0; i < size; i++) {
        GraphChange change = changes.get();
        logs.get(Math.floorMod(change.element().hashCode(), PARTITIONS)).add(change);
      }
      List<String> names =
          IntStream.range(0, keys).boxed().flatMap(i -> Stream.of("p" + i, "l" + i)).toList();
      return new Topic(logs, names);
    }
  }
}
