package dev.kith.serving.source;

import dev.kith.dgraph.DgraphException;
import dev.kith.graph.EgoShape;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.Requirement;
import dev.kith.serving.turn.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** Reads the graph for one request. */
public interface Reader {

  /** What it reads, as answers name it. */
  Source source();

  /**
   * Lets the evaluation that will call {@link #read} have its turn: later, and on whatever thread
   * suits it.
   *
   * @param extent what it will read
   */
  void add(Extent extent, Task evaluation);

  /**
   * Completes when it is time to {@link #read}: what is required is there, or never will be, or the
   * patience is over. No thread waits meanwhile.
   *
   * @throws RejectedExecutionException if too many wait already
   */
  CompletableFuture<Void> await(Requirement wanted, Duration patience);

  /**
   * The graph around some nodes.
   *
   * @param shape what the view must hold at least
   * @param now where a limit of the shape cuts, the newest of the edges that exist at this time are
   *     wanted; in epoch microseconds
   * @param whatIf edges that the view has beside those that exist
   * @param timeout after which the caller does not want it any more
   */
  Reading read(
      EgoShape shape, List<String> keys, long now, List<HypotheticalEdge> whatIf, Duration timeout)
      throws DgraphException;

  /**
   * Keys of nodes, drawn at random, each once; fewer if there are not so many. Stubs may be among
   * them.
   *
   * @param timeout after which the caller does not want them any more
   */
  List<String> sample(NodeType type, int size, RandomGenerator random, Duration timeout)
      throws DgraphException;
}
