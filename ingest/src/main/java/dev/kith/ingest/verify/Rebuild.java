package dev.kith.ingest.verify;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.GraphEraser;
import dev.kith.dgraph.GraphEraser.Contents;
import dev.kith.dgraph.GraphReader;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.write.ChangeConsumer;
import dev.kith.ingest.write.ChangeStore;
import dev.kith.ingest.write.WriterListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Fills Dgraph with all that {@code kith.graph-changes} says, by the ordinary writer. Its position
 * is in Dgraph, so a rebuild that was broken off goes on where it was; and it is one of the group
 * of writers, so a running ingest takes its part of the work. Not thread-safe.
 */
public final class Rebuild {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** What was done: so many changes were taken in that time. */
  public record Filled(long changes, Duration took) {}

  private final ChangeLog log;
  private final Map<String, Object> kafka;
  private final GraphSchema schema;
  private final Dgraph dgraph;
  private final GraphEraser eraser;
  private final Progress progress;

  Rebuild(
      ChangeLog log,
      Map<String, Object> kafka,
      GraphSchema schema,
      Dgraph dgraph,
      Progress progress) {
    this.log = log;
    this.kafka = kafka;
    this.schema = schema;
    this.dgraph = dgraph;
    this.eraser = new GraphEraser(dgraph, schema, log.topicId());
    this.progress = progress;
  }

  /** What Dgraph holds now. */
  public Contents contents() throws CannotTellException {
    try {
      return eraser.contents();
    } catch (DgraphException e) {
      throw new CannotTellException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The predicates that {@link #erase} drops. */
  public List<String> predicates() {
    return eraser.predicates();
  }

  /** Empties Dgraph of the graph and of nothing else; writers wait meanwhile. */
  public void erase() throws CannotTellException {
    try {
      eraser.erase(count -> progress.at("Emptying Dgraph", count, -1));
    } catch (DgraphException e) {
      throw new CannotTellException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotTellException("interrupted", e);
    }
  }

  /** Writes until all is in Dgraph that was on the topic at the start, and what came meanwhile. */
  public Filled fill() throws CannotTellException {
    long start = System.nanoTime();
    AtomicReference<String> failure = new AtomicReference<>("");
    try {
      dgraph.applySchema(schema);
      GraphReader reader = new GraphReader(dgraph, schema, log.topicId());
      long first = ChangeLog.sum(reader.positions());
      try (ChangeConsumer writer =
          ChangeConsumer.of(
              kafka,
              ChangeStore.of(new DgraphWriter(dgraph, schema, log.topicId())),
              log.codec(),
              WriterListener.none(),
              failure::set)) {
        writer.start();
        await(reader, first, log.ends(), failure);
        await(reader, first, log.ends(), failure);
      }
      return new Filled(
          ChangeLog.sum(reader.positions()) - first, Duration.ofNanos(System.nanoTime() - start));
    } catch (DgraphException e) {
      throw new CannotTellException(String.valueOf(e.getMessage()), e);
    }
  }

  private void await(
      GraphReader reader, long first, Map<Integer, Long> ends, AtomicReference<String> failure)
      throws CannotTellException {
    long total = ChangeLog.sum(ends);
    for (long left = left(reader, ends); left > 0; left = left(reader, ends)) {
      if (!failure.get().isEmpty()) {
        throw new CannotTellException(failure.get(), null);
      }
      progress.at("Filling Dgraph", Math.max(0, total - left - first), total - first);
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotTellException("interrupted", e);
      }
    }
  }

  /** How many changes are missing; while Dgraph is away all of them: the writer waits for it. */
  private static long left(GraphReader reader, Map<Integer, Long> ends) {
    Map<Integer, Long> positions;
    try {
      positions = reader.positions();
    } catch (DgraphException e) {
      positions = Map.of();
    }
    long left = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L));
    }
    return left;
  }
}
