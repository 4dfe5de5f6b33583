package dev.kith.features.path;

import dev.kith.graph.Adjacency;

/**
 * The edges of a node that a step follows: of those that exist at the time of the evaluation, the
 * newest, as many as the step's limit allows.
 *
 * @param from the index of the first in the list
 * @param end the index after the last
 */
public record Kept(Adjacency edges, int from, int end) {

  /**
   * Those of all edges of a node.
   *
   * @param now edges with a later event time don't exist
   * @param newest no edge has a later event time
   */
  public static Kept of(Adjacency edges, int limit, long now, long newest) {
    int size = edges.size();
    boolean all = newest <= now || size == 0 || edges.time(size - 1) <= now;
    int end = all ? size : edges.firstAfter(now);
    return new Kept(edges, Math.max(0, end - limit), end);
  }

  public int neighbour(int i) {
    return edges.neighbour(i);
  }

  /** The event time of an edge, or {@link Adjacency#NO_TIME}. */
  public long time(int i) {
    return edges.time(i);
  }

  public int size() {
    return end - from;
  }

  /** The index of the first with an event time after this. */
  public int firstAfter(long time) {
    return Math.min(end, Math.max(from, edges.firstAfter(time)));
  }

  /** Whether the limit left out an edge. */
  public boolean isCut() {
    return from > 0;
  }

  /** Whether the limit left out an edge with an event time after this. */
  public boolean isCutAfter(long time) {
    return from > 0 && edges.time(from - 1) > time;
  }
}
