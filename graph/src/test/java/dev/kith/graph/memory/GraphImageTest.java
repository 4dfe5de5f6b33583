package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Seeds;
import dev.kith.graph.block.BlockReader;
import dev.kith.graph.block.BlockWriter;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.schema.NodeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The image of a graph")
class GraphImageTest {
  private static final int CHANGES = 4_000;

  @Test
  @DisplayName("makes the same graph, which goes on changing as the first one does")
  void sameGraph() {
    Seeds.each(
        15,
        seed -> {
          Random random = new Random(seed);
          int keys = 2 + random.nextInt(20);
          List<GraphChange> history = history(random, keys);
          int cut = random.nextInt(CHANGES);
          MemoryGraph graph = graph(history.subList(0, cut));
          MemoryGraph read = read(write(graph));
          MemoryGraphDifferentialTest.assertSame(
              read, naive(history.subList(0, cut)), names(keys), "after " + cut + " changes");
          assertThat(known(read)).isEqualTo(known(graph));
          history.subList(cut, CHANGES).forEach(read::apply);
          MemoryGraphDifferentialTest.assertSame(read, naive(history), names(keys), "at the end");
        });
  }

  @Test
  @DisplayName("that is written while changes go on is healed by the changes since")
  void whileItChanges() {
    Seeds.each(20, GraphImageTest::checkWhileItChanges);
  }

  private static void checkWhileItChanges(long seed) throws Exception {
    Random random = new Random(seed);
    int keys = 2 + random.nextInt(60);
    List<GraphChange> history = history(random, keys);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    int start = random.nextInt(CHANGES / 2);
    history.subList(0, start).forEach(graph::apply);
    AtomicInteger applied = new AtomicInteger(start);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (GraphChange change : history.subList(start, CHANGES)) {
                graph.apply(change);
                applied.incrementAndGet();
              }
            });
    List<Integer> positions = new ArrayList<>();
    List<byte[]> images = new ArrayList<>();
    do {
      positions.add(applied.get());
      images.add(write(graph));
    } while (!writer.isDone() && images.size() < 8);
    writer.get();
    for (int i = 0; i < images.size(); i++) {
      List<GraphChange> rest = history.subList(positions.get(i), CHANGES);
      MemoryGraph read = read(images.get(i));
      (random.nextBoolean() ? rest : compacted(rest)).forEach(read::apply);
      MemoryGraphDifferentialTest.assertSame(
          read, naive(history), names(keys), "from change " + positions.get(i));
      assertThat(known(read)).isEqualTo(known(graph));
    }
  }

  @Test
  @DisplayName("of which each part is of another moment is healed by the changes since")
  void whileEachPartChanges() {
    Seeds.each(20, GraphImageTest::checkWhileEachPartChanges);
  }

  private static void checkWhileEachPartChanges(long seed) throws Exception {
    Random random = new Random(seed);
    int keys = 2 + random.nextInt(60);
    List<GraphChange> history = history(random, keys);
    int start = random.nextInt(1 + random.nextInt(CHANGES / 4));
    MemoryGraph graph = graph(history.subList(0, start));
    AtomicInteger applied = new AtomicInteger(start);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BlockWriter out = new BlockWriter(Channels.newChannel(bytes));
    GraphImage.write(
        graph,
        block -> {
          out.write(block);
          for (int i = random.nextInt(100); i > 0; i--) {
            graph.apply(history.get(applied.getAndIncrement()));
          }
        });
    out.end();
    List<GraphChange> rest = history.subList(start, applied.get());
    MemoryGraph read = read(bytes.toByteArray());
    (random.nextBoolean() ? rest : compacted(rest)).forEach(read::apply);
    List<GraphChange> all = history.subList(0, applied.get());
    MemoryGraphDifferentialTest.assertSame(read, naive(all), names(keys), "from change " + start);
    assertThat(known(read)).isEqualTo(known(graph));
  }

  @Test
  @DisplayName("has nothing of a node that goes between any two of its blocks")
  void nodeGoes() throws IOException {
    GraphChange put = new Changes(SCHEMA).node("person", "a");
    GraphChange remove = new GraphChange.Remove(put.element());
    for (int after = 1, blocks = 1; after <= blocks; after++) {
      MemoryGraph graph = graph(List.of(put));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BlockWriter out = new BlockWriter(Channels.newChannel(bytes));
      AtomicInteger written = new AtomicInteger();
      int goes = after;
      GraphImage.write(
          graph,
          block -> {
            out.write(block);
            if (written.incrementAndGet() == goes) {
              graph.apply(remove);
            }
          });
      out.end();
      blocks = written.get();
      MemoryGraph read = read(bytes.toByteArray());
      read.apply(remove);
      assertThat(known(read)).isEmpty();
      assertThat(read.nodeCount(SCHEMA.nodeType("person").orElseThrow())).isZero();
    }
  }

  @Test
  @DisplayName("has every element, however many there are")
  void large() throws IOException {
    Changes changes = new Changes(SCHEMA);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    Random random = new Random(1);
    int edges = 2 * ImageWriter.EDGES + 17;
    for (int i = 0; i < edges; i++) {
      graph.apply(
          changes.edge("paid", "e" + i, "p" + random.nextInt(500), "p7", "whole", (long) i << 20));
    }
    MemoryGraph read = read(write(graph));
    assertThat(read.edgeCount(SCHEMA.edgeType("paid").orElseThrow())).isEqualTo(edges);
    assertThat(copies(read)).isEqualTo(copies(graph));
  }

  private static Map<GraphStream.Copy, Integer> copies(MemoryGraph graph) {
    Map<GraphStream.Copy, Integer> copies = new HashMap<>();
    graph.forEach(copy -> copies.merge(copy, 1, Integer::sum));
    return copies;
  }

  @Test
  @DisplayName("of which any byte was changed is refused")
  void damaged() throws IOException {
    byte[] image = write(graph(history(new Random(3), 3).subList(0, 200)));
    for (int i = 0; i < image.length; i++) {
      byte[] damaged = image.clone();
      damaged[i] ^= (byte) (1 << (i % Byte.SIZE));
      assertThatThrownBy(() -> read(damaged)).isInstanceOf(DamagedException.class);
    }
  }

  @Test
  @DisplayName("that was cut off, or goes on, is refused")
  void cutOff() throws IOException {
    byte[] image = write(graph(history(new Random(4), 3).subList(0, 200)));
    for (int length = 0; length < image.length + 10; length++) {
      byte[] other = Arrays.copyOf(image, length);
      if (length != image.length) {
        assertThatThrownBy(() -> read(other)).isInstanceOf(DamagedException.class);
      }
    }
  }

  private static List<GraphChange> history(Random random, int keys) {
    RandomChanges changes = new RandomChanges(new Changes(SCHEMA), random, keys);
    return Stream.generate(changes).limit(CHANGES).toList();
  }

  /** As a compacted topic has them: of each element the last one. */
  private static List<GraphChange> compacted(List<GraphChange> changes) {
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    for (GraphChange change : changes) {
      last.remove(change.element());
      last.put(change.element(), change);
    }
    return List.copyOf(last.values());
  }

  private static List<String> names(int keys) {
    return IntStream.range(0, keys).boxed().flatMap(i -> Stream.of("p" + i, "l" + i)).toList();
  }

  /** The keys that a graph remembers. */
  private static List<String> known(MemoryGraph graph) {
    List<String> known = new ArrayList<>();
    for (NodeType type : SCHEMA.nodeTypes()) {
      for (int node = 0; node < graph.numbers(type); node++) {
        known.add(graph.key(type, node));
      }
    }
    known.removeAll(List.of(""));
    Collections.sort(known);
    return known;
  }

  private static MemoryGraph graph(List<GraphChange> changes) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    changes.forEach(graph::apply);
    return graph;
  }

  private static NaiveGraph naive(List<GraphChange> changes) {
    NaiveGraph naive = new NaiveGraph();
    changes.forEach(naive::apply);
    return naive;
  }

  private static byte[] write(MemoryGraph graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BlockWriter out = new BlockWriter(Channels.newChannel(bytes));
    GraphImage.write(graph, out::write);
    out.end();
    return bytes.toByteArray();
  }

  private static MemoryGraph read(byte[] image) throws IOException {
    BlockReader in =
        new BlockReader(Channels.newChannel(new ByteArrayInputStream(image)), image.length);
    return GraphImage.read(SCHEMA, in::next);
  }
}
