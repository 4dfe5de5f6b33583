package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import it.unimi.dsi.fastutil.ints.IntSet;
import org.jspecify.annotations.Nullable;

/**
 * The edges of every node along one hop: by node its {@link Adjacency}, of which a new version is
 * published at each change. Any thread reads; the writer only changes.
 */
final class AdjacencyTable {
  private final ChunkedArray<Adjacency> lists = new ChunkedArray<>();
  private final Adjacency empty;
  private final KeyTable keys;

  /**
   * So much later than the newest event time is {@link #newest} when it moves, in microseconds:
   * changes come a little later than they happened, so readers hardly see a difference, and while
   * edges come by the thousand it doesn't move with each. Every reader has that line of memory in
   * its cache until then.
   */
  private static final long AHEAD = 10_000;

  /** No list that was published has a later event time. */
  private volatile long newest = Adjacency.NO_TIME;

  /**
   * @param keys of {@link Adjacency#edge}, by which edges of one time are ordered
   */
  AdjacencyTable(EdgeType type, KeyTable keys) {
    this.empty = Adjacency.empty(type);
    this.keys = keys;
  }

  Adjacency get(int node) {
    Adjacency list = lists.get(node);
    return list == null ? Adjacency.EMPTY : list;
  }

  /** As {@link dev.kith.graph.GraphView#touchEdges}. */
  int touch(int[] nodes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += get(nodes[i]).size();
    }
    for (int i = from; i < to; i++) {
      Adjacency list = get(nodes[i]);
      sum += list.size() == 0 ? 0 : list.touch();
    }
    return sum;
  }

  /** No list that was read before has an edge with a later event time. */
  long newest() {
    return newest;
  }

  /** Whether a node has an edge. */
  boolean has(int node) {
    return lists.get(node) != null;
  }

  /**
   * Adds an edge, which the list must not have yet, in its place.
   *
   * @param edge its number; of a pair the neighbour
   */
  void add(int node, int neighbour, int edge, Row row) {
    Adjacency list = lists.get(node);
    publish(node, inserted(list == null ? empty : list, neighbour, edge, row));
  }

  /** Gives edge {@code at} of a node other values, and its place by them. */
  void update(int node, int at, Row row) {
    Adjacency list = get(node);
    if (list.timeOf(row) == list.time(at)) {
      publish(node, list.replace(at, row));
    } else {
      publish(node, inserted(list.remove(at), list.neighbour(at), list.edge(at), row));
    }
  }

  /** Removes edge {@code at} of a node. */
  void remove(int node, int at) {
    Adjacency list = get(node);
    if (list.size() == 1) {
      lists.clear(node);
    } else {
      publish(node, list.remove(at));
    }
  }

  /**
   * Makes the lists of all nodes at once; there must be none yet.
   *
   * @param nodes all nodes are below this
   */
  void load(EdgeRecords edges, int nodes, boolean atSource, boolean atTarget) {
    @Nullable Adjacency[] made = new BulkLists(edges, keys, nodes, atSource, atTarget).lists(empty);
    for (int node = 0; node < nodes; node++) {
      Adjacency list = made[node];
      if (list != null) {
        publish(node, list);
      }
    }
  }

  /** Takes the lists of the nodes from one on, as an image has them. */
  void load(int first, Adjacency[] made) {
    for (int i = 0; i < made.length; i++) {
      if (made[i].size() > 0) {
        publish(first + i, made[i]);
      }
    }
  }

  /** A list without edges. */
  Adjacency empty() {
    return empty;
  }

  /** Makes the list of a node one without some edges, which it need not have. */
  void removeAll(int node, IntSet gone) {
    Adjacency left = get(node).without(gone::contains);
    if (left.size() > 0) {
      publish(node, left);
    } else {
      lists.clear(node);
    }
  }

  /**
   * Where an edge of that event time stands in a list that has it. O(log size + edges of that
   * time).
   */
  static int indexOf(Adjacency list, int edge, long time) {
    int at = list.indexOf(edge, time == Adjacency.NO_TIME ? 0 : list.firstAfter(time - 1));
    if (at < 0) {
      throw new IllegalStateException("an edge is missing at one of its ends");
    }
    return at;
  }

  private void publish(int node, Adjacency list) {
    long time = list.time(list.size() - 1);
    if (time > newest) {
      newest = time + Math.min(AHEAD, Long.MAX_VALUE - time); // before a reader of the list asks
    }
    lists.set(node, list);
  }

  private Adjacency inserted(Adjacency list, int neighbour, int edge, Row row) {
    return list.insert(place(list, list.timeOf(row), edge), neighbour, edge, row);
  }

  /** Where an edge comes to stand, by its time, then its key. */
  private int place(Adjacency list, long time, int edge) {
    int low = 0;
    int high = list.size();
    if (high > 0 && list.time(high - 1) < time) {
      return high; // the newest, as most are
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      long other = list.time(middle);
      boolean before = other < time || (other == time && keys.compare(list.edge(middle), edge) < 0);
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
