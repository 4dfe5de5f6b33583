package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes changes to Dgraph as ingest may come to: spread over partitions by element, cut into
 * batches anywhere, with gaps in the offsets, some batches sent again, and by a writer that every
 * now and then is a new one.
 */
final class RandomBatches {
  private static final String TOPIC = "topic";
  private static final int LARGE = 1_000;

  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final Random random;

  /**
   * @param dgraph empty, but for its schema
   */
  RandomBatches(Dgraph dgraph, GraphSchema schema, Random random) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.random = random;
  }

  /** Writes one batch after the other. */
  void write(List<GraphChange> changes) throws DgraphException {
    List<Partition> waiting = partitions(changes, 1 + random.nextInt(3));
    while (!waiting.isEmpty()) {
      Partition next = waiting.get(random.nextInt(waiting.size()));
      next.writeBatch();
      if (next.rest.isEmpty()) {
        waiting.remove(next);
      }
    }
  }

  /** Writes what is much, in large batches. */
  void writeLarge(List<GraphChange> changes) throws DgraphException {
    DgraphWriter writer = new DgraphWriter(dgraph, schema, TOPIC);
    for (int from = 0; from < changes.size(); from += LARGE) {
      int to = Math.min(changes.size(), from + LARGE);
      assertThat(writer.write(0, from, to, changes.subList(from, to)))
          .isEqualTo(new Written(true, to));
    }
  }

  /** Writes a batch of each partition at a time. */
  void writeAtOnce(List<GraphChange> changes) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Partition partition : partitions(changes, 4)) {
        all.add(
            threads.submit(
                () -> {
                  while (!partition.rest.isEmpty()) {
                    partition.writeBatch();
                  }
                  return null;
                }));
      }
      for (Future<?> partition : all) {
        partition.get();
      }
    }
  }

  private List<Partition> partitions(List<GraphChange> changes, int count) {
    DgraphWriter writer = new DgraphWriter(dgraph, schema, TOPIC);
    List<Partition> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      List<GraphChange> mine =
          changes.stream()
              .filter(c -> Math.floorMod(c.element().hashCode(), count) == number)
              .toList();
      out.add(new Partition(number, mine, new Random(random.nextLong()), writer));
    }
    return out;
  }

  private final class Partition {
    private final int number;
    private final Random choices;
    private DgraphWriter writer;
    private List<GraphChange> rest;
    private long position;

    Partition(int number, List<GraphChange> changes, Random choices, DgraphWriter writer) {
      this.number = number;
      this.rest = changes;
      this.choices = choices;
      this.writer = writer;
    }

    void writeBatch() throws DgraphException {
      if (choices.nextInt(6) == 0) {
        writer = new DgraphWriter(dgraph, schema, TOPIC);
        assertThat(writer.position(number)).isEqualTo(position);
      }
      int size = Math.min(rest.size(), choices.nextInt(choices.nextInt(3) == 0 ? 500 : 50));
      List<GraphChange> batch = rest.subList(0, size);
      long to = position + size + (choices.nextInt(4) == 0 ? choices.nextInt(100) : 0);
      assertThat(written(to, batch)).isEqualTo(new Written(true, to));
      if (to > position && choices.nextInt(6) == 0) {
        assertThat(written(to, batch)).as("once more").isEqualTo(new Written(false, to));
      }
      position = to;
      rest = rest.subList(size, rest.size());
    }

    private Written written(long to, List<GraphChange> batch) throws DgraphException {
      while (true) {
        try {
          return writer.write(number, position, to, batch);
        } catch (DgraphException e) {
          if (e.kind() != DgraphException.Kind.ABORTED) {
            throw e;
          }
        }
      }
    }
  }
}
