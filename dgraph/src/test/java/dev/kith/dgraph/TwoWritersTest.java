package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Prepared;
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
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("While two take one partition for theirs, Dgraph holds")
@ExtendWith(DgraphExtension.class)
class TwoWritersTest {
  private static final int KEYS = 4;
  private static final List<String> NAMES =
      IntStream.range(0, KEYS).boxed().flatMap(i -> Stream.of("p" + i, "l" + i)).toList();

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
  @DisplayName(
      "at every moment what the partition says up to the position, whatever answers are lost")
  void prefix() {
    Seeds.each(12, TwoWritersTest::check);
  }

  private static void check(long seed) throws Exception {
    Random random = new Random(seed);
    List<GraphChange> log = log(random);
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    List<Claimant> claimants = List.of(new Claimant(log, random), new Claimant(log, random));
    long position = 0;
    for (int step = 1; position < log.size(); step++) {
      claimants.get(random.nextInt(2)).step();
      long now = newWriter().position(0);
      assertThat(now).as("the position after step " + step).isGreaterThanOrEqualTo(position);
      position = now;
      if (step % 10 == 0 || position == log.size()) {
        NaiveGraph naive = new NaiveGraph();
        log.subList(0, (int) position).forEach(naive::apply);
        oracle.assertHolds(naive, NAMES, "step " + step + ", position " + position);
      }
    }
  }

  /**
   * With elements that come and go at once: a batch that holds both changes writes nothing, so that
   * only the position stands against a late batch that ends between them.
   */
  private static List<GraphChange> log(Random random) {
    RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, KEYS);
    List<GraphChange> log = new ArrayList<>();
    while (log.size() < 250) {
      GraphChange change = changes.get();
      log.add(change);
      if (random.nextInt(3) == 0) {
        log.add(new GraphChange.Remove(change.element()));
      }
    }
    return log;
  }

  private static DgraphWriter newWriter() {
    return new DgraphWriter(dgraph, SCHEMA, "topic");
  }

  /** Does what ingest does with a partition, on a line on which requests and answers are lost. */
  private static final class Claimant {
    private final List<GraphChange> log;
    private final Random random;
    private final List<Prepared> onTheWay = new ArrayList<>();
    private DgraphWriter writer = newWriter();
    private int from = -1;
    private int to;
    private boolean repeated;
    private Optional<Prepared> next = Optional.empty();

    Claimant(List<GraphChange> log, Random random) {
      this.log = log;
      this.random = random;
    }

    /** One of: ask for the position, read what a batch needs, commit it. */
    void step() throws DgraphException {
      if (!onTheWay.isEmpty() && random.nextInt(4) == 0) {
        var _ = commit(onTheWay.removeFirst());
      } else if (from < 0) {
        begin((int) writer.begin(0));
      } else if (next.isEmpty()) {
        next =
            Optional.of(
                writer.prepare(0, from, to, Batch.of(log.subList(from, to)), Optional.empty()));
      } else {
        Prepared prepared = next.get();
        next = Optional.empty();
        send(prepared);
      }
    }

    private void begin(int position) {
      from = position;
      to = Math.min(log.size(), from + 1 + random.nextInt(random.nextBoolean() ? 4 : 50));
      repeated = false;
    }

    private void send(Prepared prepared) throws DgraphException {
      switch (random.nextInt(8)) {
        case 0 -> repeated = true; // lost on the way there
        case 1 -> { // the answer is lost on the way back
          var _ = commit(prepared);
          repeated = true;
        }
        case 2, 3 -> { // not answered in time, but it will be carried out some day
          onTheWay.add(prepared);
          repeated = true;
        }
        default -> commit(prepared).ifPresent(this::take);
      }
    }

    private void take(Written written) {
      if (written.applied() || (repeated && written.position() == to)) {
        begin(to);
      } else { // overtaken
        from = -1;
        if (random.nextBoolean()) {
          writer = newWriter();
        }
      }
    }

    /** Empty if it was aborted. */
    private static Optional<Written> commit(Prepared prepared) throws DgraphException {
      try {
        return Optional.of(prepared.commit());
      } catch (DgraphException e) {
        assertThat(e.kind()).isEqualTo(Kind.ABORTED);
        return Optional.empty();
      }
    }
  }
}
