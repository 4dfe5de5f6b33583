package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The writer keeps a rule that ties together all that is said of an element; readers check it on
 * whatever they come to see.
 */
@DisplayName("While one thread changes the graph in memory, others")
@Timeout(120)
class MemoryGraphConcurrencyTest {
  private static final int PERSONS = 50;
  private static final int CHANGES = 40_000;
  private static final int READERS = 3;

  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final List<Hop> HOPS = List.of(hop("visited"), hop("~visited"), hop("knows"));

  private final Changes changes = new Changes(SCHEMA);
  private final MemoryGraph graph = new MemoryGraph(SCHEMA);
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  @DisplayName("see only rows and lists that are whole, in order, and lead to known nodes")
  void consistent() {
    Seeds.each(1, this::run);
  }

  private void run(long seed) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(reader(new Random(seed * 31 + i))));
      }
      try {
        Random random = new Random(seed);
        for (int i = 0; i < CHANGES; i++) {
          graph.apply(change(random, i));
        }
      } finally {
        done.set(true);
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).as("edges that a reader saw").isPositive();
      }
    }
  }

  /** Of a row: real = whole / 4, words = "w" + whole. Of an edge also: whole is its time. */
  private GraphChange change(Random random, int i) {
    String person = "p" + random.nextInt(PERSONS);
    String other = "p" + random.nextInt(PERSONS);
    String place = "l" + random.nextInt(5);
    String visit = "v" + random.nextInt(PERSONS * 20);
    long time = random.nextInt(4) > 0 ? i : random.nextInt(i + 1); // most are the newest
    return switch (random.nextInt(20)) {
      case 0 -> changes.removeNode("person", person);
      case 1, 2 -> changes.node("person", person, values(i));
      case 3 -> changes.removeEdge("visited", visit);
      case 4 -> changes.removePair("knows", person, other);
      case 5, 6, 7, 8 -> changes.pair("knows", person, other, timed("since", time));
      default -> changes.edge("visited", visit, person, place, timed("visited_at", time));
    };
  }

  private static Object[] values(long whole) {
    return new Object[] {"whole", whole, "real", whole / 4.0, "words", "w" + whole};
  }

  private static Object[] timed(String attribute, long time) {
    return new Object[] {attribute, time, "whole", time, "real", time / 4.0, "words", "w" + time};
  }

  private Callable<Long> reader(Random random) {
    return () -> {
      long seen = 0;
      while (!done.get()) {
        String key = "p" + random.nextInt(PERSONS);
        int person = graph.node(PERSON, key);
        if (person >= 0) {
          assertThat(graph.key(PERSON, person)).isEqualTo(key);
          checkRow(graph.row(PERSON, person));
        }
        Hop hop = HOPS.get(random.nextInt(HOPS.size()));
        int node = hop.source().equals(PERSON) ? person : random.nextInt(5);
        if (node >= 0) {
          seen += checkEdges(hop, graph.edges(hop, node));
        }
      }
      return seen;
    };
  }

  private static void checkRow(@Nullable Row row) {
    if (row != null) {
      Attribute whole = PERSON.attribute("whole").orElseThrow();
      long value = row.bits(whole);
      check(row.doubleValue(PERSON.attribute("real").orElseThrow()) == value / 4.0, row);
      check(("w" + value).equals(row.text(PERSON.attribute("words").orElseThrow())), row);
    }
  }

  private int checkEdges(Hop hop, Adjacency edges) {
    Attribute whole = hop.edge().attribute("whole").orElseThrow();
    Attribute real = hop.edge().attribute("real").orElseThrow();
    Attribute words = hop.edge().attribute("words").orElseThrow();
    for (int i = 0; i < edges.size(); i++) {
      long time = edges.time(i);
      check(i == 0 || edges.time(i - 1) <= time, edges);
      check(edges.has(i, whole) && edges.bits(i, whole) == time, edges);
      check(edges.has(i, real) && edges.doubleValue(i, real) == time / 4.0, edges);
      check(edges.has(i, words) && ("w" + time).equals(edges.text(i, words)), edges);
      String neighbour = graph.key(hop.target(), edges.neighbour(i));
      check(graph.node(hop.target(), neighbour) == edges.neighbour(i), neighbour);
    }
    check(edges.firstAfter(Long.MAX_VALUE) == edges.size(), edges);
    return edges.size();
  }

  private static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError("torn: " + what);
    }
  }
}
