package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.GraphView;
import dev.kith.graph.Seeds;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.NaiveGraph;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
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

  /** The hops from a node of each type. */
  private static final Map<String, List<String>> HOPS =
      Map.of(
          "person", List.of("knows", "follows", "~follows", "visited", "paid", "~paid"),
          "place", List.of("~visited"));

  private static Dgraph dgraph;
  private static Raw raw;
  private static EgoGraphReader reader;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    raw = new Raw(dgraph);
    reader = new EgoGraphReader(dgraph, SCHEMA);
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
      long position = writer.position(partition);
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
    assertViews(naive, topic.names(), when);
    assertNothingElse(naive, when);
    assertDirectEdges(naive, topic.names(), "visited", "place_id", when);
    assertDirectEdges(naive, topic.names(), "paid", "person_id", when);
  }

  private static void assertViews(NaiveGraph naive, List<String> names, String when)
      throws DgraphException {
    for (NodeType type : SCHEMA.nodeTypes()) {
      List<String> hops = HOPS.getOrDefault(type.name(), List.of());
      for (String name : names) {
        GraphView view =
            reader.read(around(type, hops.toArray(String[]::new)), name, Duration.ofSeconds(10));
        assertThat(Seen.row(view, type, name))
            .as("%s: %s %s", when, type, name)
            .isEqualTo(naive.row(new Element.Node(type, name)));
        for (String text : hops) {
          Hop hop = hop(text);
          assertThat(Seen.edges(view, hop, name))
              .as("%s: %s of %s", when, hop, name)
              .isEqualTo(naive.edges(hop, name));
        }
      }
    }
  }

  /** Every type stands as often as it should, and no key twice. */
  private static void assertNothingElse(NaiveGraph naive, String when) throws Exception {
    List<String> types = new ArrayList<>();
    SCHEMA
        .nodeTypes()
        .forEach(
            type ->
                types.addAll(
                    Collections.nCopies(
                        (int) naive.count(type),
                        type.name().equals("person") ? "Person" : "Place")));
    for (EdgeType type : SCHEMA.edgeTypes()) {
      if (type.keyed()) {
        String name = type.name().equals("visited") ? "Visit" : "Payment";
        types.addAll(Collections.nCopies((int) naive.count(type), name));
        String key = type.record().orElseThrow().key();
        assertThat(raw.values(key)).as(when).hasSize((int) naive.count(type));
      }
    }
    types.sort(null);
    assertThat(raw.types()).as(when).isEqualTo(types);
    for (NodeType type : SCHEMA.nodeTypes()) {
      assertThat(raw.values(type.key())).as(when).doesNotHaveDuplicates();
    }
  }

  private static void assertDirectEdges(
      NaiveGraph naive, List<String> names, String edge, String targetKey, String when)
      throws Exception {
    TreeSet<String> expected = new TreeSet<>();
    for (String name : names) {
      naive
          .edges(hop(edge), name)
          .forEach(between -> expected.add(name + ">" + between.neighbour()));
    }
    assertThat(raw.links(edge, "person_id", targetKey))
        .as("%s: %s", when, edge)
        .isEqualTo(expected);
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
