package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one type, each in the lists of both its ends. In each list a number tells it apart:
 * its own, or if the type's edges have no keys, the other end.
 *
 * <p>Where an edge stands is not kept, but found when it changes: at the end that has fewer edges
 * by going through them, at the other by the event time that the first one told.
 *
 * <p>The list of the edge's source is published first, then that of its target.
 */
final class EdgeLists {
  private final boolean numbered;
  private final boolean symmetric;
  private final AdjacencyTable forward;
  private final AdjacencyTable backward;
  private final Counter count = new Counter();

  /** Where an edge stands in the lists of its source and its target. */
  private record Place(int atSource, int atTarget) {}

  private EdgeLists(
      EdgeType type, NodeTable from, NodeTable to, KeyTable atSource, KeyTable atTarget) {
    this.numbered = type.keyed();
    this.symmetric = type.symmetric();
    this.forward = new AdjacencyTable(type, atSource);
    this.backward = symmetric ? forward : new AdjacencyTable(type, atTarget);
    from.join(forward);
    to.join(backward);
  }

  /** Lists of a type without keys. */
  static EdgeLists ofPairs(EdgeType type, NodeTable from, NodeTable to) {
    return new EdgeLists(type, from, to, to.keys(), from.keys());
  }

  /** Lists of a type with keys, those of the edges' numbers. */
  static EdgeLists ofNumbered(EdgeType type, NodeTable from, NodeTable to, KeyTable keys) {
    return new EdgeLists(type, from, to, keys, keys);
  }

  /** The edges that lead from a node, or with {@code forwards} false those that lead to it. */
  Adjacency edges(boolean forwards, int node) {
    return table(forwards).get(node);
  }

  /** As {@link AdjacencyTable#touch}. */
  int touch(boolean forwards, int[] nodes, int from, int to) {
    return table(forwards).touch(nodes, from, to);
  }

  /** The lists of all nodes along one hop; in both directions the same of a symmetric type. */
  AdjacencyTable table(boolean forwards) {
    return forwards ? forward : backward;
  }

  /** As {@link AdjacencyTable#newest}. */
  long newest(boolean forwards) {
    return table(forwards).newest();
  }

  /** How many edges there are. Any thread. */
  long count() {
    return count.get();
  }

  /**
   * Takes many edges at once; there must be none yet.
   *
   * @param sources all nodes that edges may start from are below this
   * @param targets all that they may lead to
   */
  void load(EdgeRecords edges, int sources, int targets) {
    forward.load(edges, sources, true, symmetric);
    if (!symmetric) {
      backward.load(edges, targets, false, true);
    }
    count.add(IntStream.range(0, edges.limit()).filter(edges::isThere).count());
  }

  /**
   * Takes edges out of the lists of an image, which are there already, and counts those that stay.
   *
   * @param sources all nodes that edges start from are below this
   */
  void load(EdgeEnds gone, int sources) {
    gone.byNode(true, numbered).forEach(forward::removeAll);
    gone.byNode(false, numbered).forEach(backward::removeAll);
    count.add(IntStream.range(0, sources).parallel().mapToLong(this::counted).sum());
  }

  /** How many edges count for a node: of a symmetric type those to nodes after it. */
  private long counted(int node) {
    Adjacency list = forward.get(node);
    if (!symmetric) {
      return list.size();
    }
    int counted = 0;
    for (int i = 0; i < list.size(); i++) {
      counted += list.neighbour(i) >= node ? 1 : 0;
    }
    return counted;
  }

  /**
   * Adds an edge that is not there yet.
   *
   * @param edge its number; of a pair any
   */
  void add(int from, int to, int edge, Row row) {
    forward.add(from, to, numberAtSource(to, edge), row);
    if (inTwoLists(from, to)) {
      backward.add(to, from, numberAtTarget(from, edge), row);
    }
    count.add(1);
  }

  /** Gives an edge other values; false if it is not there. */
  boolean update(int from, int to, int edge, Row row) {
    Place place = find(from, to, edge);
    if (place == null) {
      return false;
    }
    if (!forward.get(from).holds(place.atSource(), row)) {
      forward.update(from, place.atSource(), row);
      if (inTwoLists(from, to)) {
        backward.update(to, place.atTarget(), row);
      }
    }
    return true;
  }

  /** Removes an edge, if it is there. */
  void remove(int from, int to, int edge) {
    Place place = find(from, to, edge);
    if (place != null) {
      forward.remove(from, place.atSource());
      if (inTwoLists(from, to)) {
        backward.remove(to, place.atTarget());
      }
      count.add(-1);
    }
  }

  private @Nullable Place find(int from, int to, int edge) {
    Adjacency atSource = forward.get(from);
    Adjacency atTarget = backward.get(to);
    int sourceNumber = numberAtSource(to, edge);
    int targetNumber = numberAtTarget(from, edge);
    if (atSource.size() <= atTarget.size()) {
      int i = atSource.indexOf(sourceNumber, 0);
      return i < 0
          ? null
          : new Place(i, AdjacencyTable.indexOf(atTarget, targetNumber, atSource.time(i)));
    }
    int i = atTarget.indexOf(targetNumber, 0);
    return i < 0
        ? null
        : new Place(AdjacencyTable.indexOf(atSource, sourceNumber, atTarget.time(i)), i);
  }

  private int numberAtSource(int to, int edge) {
    return numbered ? edge : to;
  }

  private int numberAtTarget(int from, int edge) {
    return numbered ? edge : from;
  }

  /** Not so for a symmetric edge from a node to itself: its two lists are one. */
  private boolean inTwoLists(int from, int to) {
    return !symmetric || from != to;
  }
}
