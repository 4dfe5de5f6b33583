package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one node along one hop, at one moment: an immutable list, ordered by event time
 * (edges without one first), then by the edge's key (of a pair: the key of the other end) in {@link
 * KeyOrder}.
 *
 * <p>Layout: parallel primitive arrays, slot {@code i} of each for edge {@code i}: the neighbours
 * ({@code int}), the event times ({@code long}), and a column for each other attribute ({@code
 * long}, or a reference to a string). A loop over a list is a loop over arrays.
 *
 * <p>A new version of a list is made by {@link #insert}, {@link #remove} and {@link #replace},
 * which leave this one as it is. To add the last edge is O(1) amortised: the arrays have room past
 * the end of every version made so far, so the new version shares them and is one longer. Anything
 * else copies the arrays. Versions of one list are made by one thread at a time; any number of
 * threads read them at the same time, if they get each by a safe publication (a volatile or
 * release/acquire hand-over; a data race won't do, since the slot past the end was written last).
 *
 * <p>Memory: 24 bytes a version and 48 for the arrays that versions share; then, an edge and with
 * room for half as many to come: 4 bytes for the neighbour, 4 for the edge's number if it has one,
 * 8 for the event time if the type has one, 8 (a string: 4) for each other attribute, and 8 if any
 * edge of the list lacks one; 16 bytes an array.
 */
public final class Adjacency {
  /** The event time of an edge that has none. Before every other. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** The number of an edge that is not there, and so has no key. */
  static final int NO_EDGE = -1;

  /** No edges, of no type; to start a list take {@link #empty}. */
  public static final Adjacency EMPTY = empty(EdgeLayout.NONE);

  private final EdgeColumns columns;
  private final int size;

  private Adjacency(EdgeColumns columns, int size) {
    this.columns = columns;
    this.size = size;
  }

  private static Adjacency empty(EdgeLayout layout) {
    return new Adjacency(new EdgeColumns(layout, 0, false, 0), 0);
  }

  /** A list without edges, from which those of a node are made by {@link #insert}. */
  public static Adjacency empty(EdgeType type) {
    return empty(EdgeLayout.of(type, type.keyed()));
  }

  /**
   * Collects a list.
   *
   * @param numbered whether its edges have numbers; if not, {@link #edge} gives the neighbours
   */
  public static Builder builder(EdgeType type, boolean numbered) {
    return new Builder(EdgeLayout.of(type, numbered));
  }

  public int size() {
    return size;
  }

  /** The node at the other end of edge {@code i}. */
  public int neighbour(int i) {
    return columns.neighbour(Objects.checkIndex(i, size));
  }

  /**
   * The number under which whoever made the list knows edge {@code i}; of a pair the neighbour.
   * Numbers are used again once their edge is gone.
   */
  public int edge(int i) {
    return columns.edge(Objects.checkIndex(i, size));
  }

  /** The event time of edge {@code i} in epoch microseconds, or {@link #NO_TIME}. */
  public long time(int i) {
    return columns.time(Objects.checkIndex(i, size));
  }

  /**
   * The index of the first edge with an event time after {@code time}; {@link #size} if there is
   * none. So {@code firstAfter(NO_TIME)} is the first edge that has an event time. O(log size).
   */
  public int firstAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (columns.time(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public boolean has(int i, Attribute attribute) {
    return columns.has(Objects.checkIndex(i, size), attribute);
  }

  /** As {@link Row#bits}. */
  public long bits(int i, Attribute attribute) {
    return columns.bits(Objects.checkIndex(i, size), attribute);
  }

  public double doubleValue(int i, Attribute attribute) {
    return Double.longBitsToDouble(bits(i, attribute));
  }

  public @Nullable String text(int i, Attribute attribute) {
    return columns.text(Objects.checkIndex(i, size), attribute);
  }

  /** Whether edge {@code i} has the values of a row of its type, and no others. */
  public boolean holds(int i, Row row) {
    return columns.holds(Objects.checkIndex(i, size), row);
  }

  /** The event time that a row of this list's type says, or {@link #NO_TIME}. */
  public long timeOf(Row row) {
    return columns.layout().time(row);
  }

  /**
   * A version with one more edge. The caller sees to the order.
   *
   * @param at where it comes to stand, from 0 to {@link #size}
   * @param edge its number; of a pair the neighbour
   */
  public Adjacency insert(int at, int neighbour, int edge, Row row) {
    Objects.checkIndex(at, size + 1);
    if (at == size && columns.accepts(at, row)) {
      columns.append(neighbour, edge, row);
      return new Adjacency(columns, size + 1);
    }
    return new Adjacency(columns.inserted(size, at, neighbour, edge, row), size + 1);
  }

  /**
   * A copy with one more edge, which shares nothing with this list: any thread may make one. It is
   * the newest of its event time, and has no key.
   */
  public Adjacency with(int neighbour, Row row) {
    int at = firstAfter(timeOf(row));
    int edge = columns.layout().numbered() ? NO_EDGE : neighbour;
    return new Adjacency(columns.inserted(size, at, neighbour, edge, row), size + 1);
  }

  /** A version without edge {@code at}. */
  public Adjacency remove(int at) {
    return new Adjacency(columns.removed(size, Objects.checkIndex(at, size)), size - 1);
  }

  /** A version in which edge {@code at} has the values of a row with the same event time. */
  public Adjacency replace(int at, Row row) {
    return new Adjacency(columns.replaced(size, Objects.checkIndex(at, size), row), size);
  }

  /** Collects the edges of one node in any order. Not thread-safe. */
  public static final class Builder {
    private record Edge(int neighbour, int number, long time, String key, Row row) {}

    private final EdgeLayout layout;
    private final List<Edge> edges = new ArrayList<>();

    private Builder(EdgeLayout layout) {
      this.layout = layout;
    }

    /**
     * Adds an edge.
     *
     * @param edge its number, if it has one; else the neighbour
     * @param key the edge's key; of a pair the key of the other end
     * @param row all attributes that are known, the event time among them
     */
    public Builder add(int neighbour, int edge, String key, Row row) {
      edges.add(new Edge(neighbour, edge, layout.time(row), key, row));
      return this;
    }

    public Adjacency build() {
      edges.sort(Comparator.comparingLong(Edge::time).thenComparing(Edge::key, KeyOrder.INSTANCE));
      long some = 0;
      long all = layout.others();
      for (Edge edge : edges) {
        some |= edge.row().present();
        all &= edge.row().present();
      }
      EdgeColumns columns = new EdgeColumns(layout, edges.size(), all != layout.others(), some);
      for (Edge edge : edges) {
        columns.append(edge.neighbour(), edge.number(), edge.row());
      }
      return new Adjacency(columns, edges.size());
    }
  }
}
