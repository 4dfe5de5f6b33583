package dev.kith.graph.memory;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.GraphSchema;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A whole graph in blocks, as it is in memory, so that to read it is little more than to copy it:
 * the numbers of nodes and edges are kept, each edge is in it twice, in the lists of both its ends,
 * and only the index from key to number is made anew.
 *
 * <p>The graph goes on changing while it is written. What changes meanwhile is said at the end, and
 * is not in the graph that {@link #read} makes: that has each element that did not change, as it
 * was. With all changes since the writing began applied to it, it is the graph that was written.
 */
public final class GraphImage {
  static final int LIMITS = 1;
  static final int LISTS = 2;
  static final int EDGE_KEYS = 3;
  static final int NODE_KEYS = 4;
  static final int ROWS = 5;
  static final int CHANGED_ROWS = 6;
  static final int CHANGED_EDGES = 7;

  /** So many blocks at most have been read, but are not in the graph yet. */
  private static final int AHEAD = 16;

  /** Takes the blocks of an image. */
  public interface Blocks {
    /** Takes a block, which is changed after that. */
    void write(BlockBuilder block) throws IOException;
  }

  /** Gives the blocks of an image. */
  public interface Source {
    /** The next block; empty after the last. */
    Optional<Block> next() throws IOException;
  }

  private GraphImage() {}

  /** Writes a graph, whose changes may go on. Any thread. */
  public static void write(MemoryGraph graph, Blocks out) throws IOException {
    new ImageWriter(graph, out).write();
  }

  /**
   * Makes a graph of blocks. While this thread reads some, those before are made parts of the graph
   * on all processors.
   *
   * @param schema as it was for the graph that was written
   * @throws DamagedException if they are no image of such a graph
   */
  public static MemoryGraph read(GraphSchema schema, Source in) throws IOException {
    ImageLoad load = new ImageLoad(schema);
    load.begin(in.next().orElseThrow(() -> new DamagedException("it has no graph")));
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("kith-image-", 0).factory())) {
      Queue<Future<Runnable>> parts = new ArrayDeque<>();
      for (Optional<Block> next = in.next(); next.isPresent(); next = in.next()) {
        Block block = next.get();
        parts.add(pool.submit(() -> load.part(block)));
        if (parts.size() > AHEAD) {
          made(parts.remove()).run();
        }
      }
      for (Future<Runnable> part : parts) {
        made(part).run();
      }
    }
    return load.graph();
  }

  private static Runnable made(Future<Runnable> part) throws IOException {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException damaged -> throw damaged;
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
