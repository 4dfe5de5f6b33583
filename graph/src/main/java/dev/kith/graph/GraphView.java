package dev.kith.graph;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/**
 * What a feature may read of the graph. The replica is one; the ego graph that Dgraph answers is
 * another, and holds only what was asked for.
 *
 * <p>A node is a number, dense from 0 within its type, valid for this view only. What {@link #row}
 * and {@link #edges} return is immutable: read each once an evaluation and every value is of one
 * moment. Two reads may be of two moments, since the graph goes on changing. Safe for any number of
 * threads; no method blocks.
 */
public interface GraphView {

  /** No such node. */
  int NO_NODE = -1;

  GraphSchema schema();

  /**
   * The node of that key, which may be a stub. For a key that no element names: {@link #NO_NODE},
   * or a node with neither row nor edges.
   */
  int node(NodeType type, String key);

  /**
   * The key of a node. Empty if nothing is known of it any more: if it had a row or an edge when
   * its number was read, and lost the last of these since.
   *
   * @throws IllegalStateException if this view holds no keys
   */
  String key(NodeType type, int node);

  /**
   * The key of an edge with a key of its own. Of one that is gone since its list was read: empty,
   * or that of another which was given its number.
   *
   * @param edge its number, see {@link Adjacency#edge}
   * @throws IllegalStateException if this view holds no keys
   */
  String edgeKey(EdgeType type, int edge);

  /** The attributes of a node; null if it is a stub, that is only known as the end of an edge. */
  @Nullable Row row(NodeType type, int node);

  /** The edges of a node along a hop; {@link Adjacency#EMPTY} if there are none. */
  Adjacency edges(Hop hop, int node);

  /**
   * A time after which no edge along a hop came to be, of all lists that were read before: who asks
   * about that time or a later one need not look at the event times of a list.
   *
   * @return in epoch microseconds; {@link Long#MAX_VALUE} if it is not known
   */
  default long newest(Hop hop) {
    return Long.MAX_VALUE;
  }

  /**
   * Looks at the edges of nodes that are asked for next, and does nothing with them. The processor
   * then waits for memory once for many of them: if it had to follow one before it knows of the
   * next, it would wait for each.
   *
   * @param nodes those from {@code from} until before {@code to}
   * @return a number without meaning, which whoever calls this stores, so that the look is not
   *     taken for useless and left out
   */
  default int touchEdges(Hop hop, int[] nodes, int from, int to) {
    return 0;
  }

  /** As {@link #touchEdges}, of the attributes of the nodes that some edges of a list lead to. */
  default int touchRows(NodeType type, Adjacency edges, int from, int to) {
    return 0;
  }
}
