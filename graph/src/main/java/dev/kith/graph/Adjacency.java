package dev.kith.graph;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one node along one hop, at one moment: an immutable list, ordered by event time
 * (edges without one first), then by the edge's key (of a pair: the key of the other end) in {@link
 * KeyOrder}.
 *
 * <p>Layout: parallel primitive arrays, slot {@code i} of each for edge {@code i}: the neighbours
 * ({@code int}), the event times ({@code long}), the edges' numbers if they have any, and a column
 * for each other attribute. A loop over a list is a loop over arrays.
 *
 * <p>A new version of a list is made by {@link #insert}, {@link #remove} and {@link #replace},
 * which leave this one as it is. To add the last edge is O(1) amortised: the arrays have room past
 * the end of every version made so far, so the new version shares them and is one longer. Anything
 * else copies the arrays. Versions of one list are made by one thread at a time; any number of
 * threads read them at the same time, if they get each by a safe publication (a volatile or
 * release/acquire hand-over; a data race won't do, since the slot past the end was written last).
 *
 * <p>Memory: 32 bytes a version, and an array of 16 for each of what follows; then, an edge and
 * with room for a quarter more to come: 4 bytes for the neighbour, 4 for the edge's number if it
 * has one, 8 for the event time if the type has one, and for each other attribute 1, 4 or 8, as the
 * list's values need (a string 4, for the reference). Where there are other attributes, 40 and 4
 * for each beside, and 1 to 8 an edge if any edge of the list lacks one.
 */
public final class Adjacency {
  /** The event time of an edge that has none. Before every other. */
  public static final long NO_TIME = Long.MIN_VALUE;

  /** The number of an edge that is not there, and so has no key. */
  static final int NO_EDGE = -1;

  private static final long[] NO_TIMES = {};

  /** In place of a neighbour: no version has this slot yet. */
  private static final int FREE = -1;

  /** No edges, of no type; to start a list take {@link #empty}. */
  public static final Adjacency EMPTY = empty(EdgeLayout.NONE);

  /** From {@link #size} on what later versions have, then {@link #FREE}. */
  private final int[] neighbours;

  /** The numbers of the edges; where they have none the same array as {@code neighbours}. */
  private final int[] edges;

  private final long[] times;
  private final EdgeColumns columns;
  private final int size;

  /** A version that shares the arrays of another and is one longer. */
  private Adjacency(Adjacency shorter) {
    this(shorter.neighbours, shorter.edges, shorter.times, shorter.columns, shorter.size + 1);
  }

  private Adjacency(int[] neighbours, int[] edges, long[] times, EdgeColumns columns, int size) {
    this.neighbours = neighbours;
    this.edges = edges;
    this.times = times;
    this.columns = columns;
    this.size = size;
  }

  /** New arrays, to be written. */
  private Adjacency(EdgeColumns columns, int capacity, int size) {
    EdgeLayout layout = columns.layout();
    this.neighbours = new int[capacity];
    Arrays.fill(neighbours, size, capacity, FREE);
    this.edges = layout.numbered() ? new int[capacity] : neighbours;
    this.times = layout.eventTime() >= 0 ? new long[capacity] : NO_TIMES;
    this.columns = columns;
    this.size = size;
  }

  private static Adjacency empty(EdgeLayout layout) {
    return new Adjacency(EdgeColumns.empty(layout), 0, 0);
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

  /** As {@link GraphView#touchEdges}, of this list, which must have an edge. */
  public int touch() {
    return neighbours[size - 1] + (times.length == 0 ? 0 : (int) times[size - 1]);
  }

  /** The node at the other end of edge {@code i}. */
  public int neighbour(int i) {
    return neighbours[checked(i)];
  }

  /**
   * The number under which whoever made the list knows edge {@code i}; of a pair the neighbour.
   * Numbers are used again once their edge is gone.
   */
  public int edge(int i) {
    return edges[checked(i)];
  }

  /** The first index from {@code start} on of an edge by its {@link #edge}; -1 if there is none. */
  public int indexOf(int edge, int start) {
    for (int i = start; i < size; i++) {
      if (edges[i] == edge) {
        return i;
      }
    }
    return -1;
  }

  /** The event time of edge {@code i} in epoch microseconds, or {@link #NO_TIME}. */
  public long time(int i) {
    checked(i);
    return times.length == 0 ? NO_TIME : times[i];
  }

  /**
   * The index of the first edge with an event time after {@code time}; {@link #size} if there is
   * none. So {@code firstAfter(NO_TIME)} is the first edge that has an event time. O(log size), and
   * O(1) if there is none.
   */
  public int firstAfter(long time) {
    if (times.length == 0 || size == 0 || times[size - 1] <= time) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public boolean has(int i, Attribute attribute) {
    return isEventTime(attribute) ? time(i) != NO_TIME : columns.has(checked(i), attribute);
  }

  /** As {@link Row#bits}. */
  public long bits(int i, Attribute attribute) {
    if (isEventTime(attribute)) {
      return time(i) == NO_TIME ? 0 : time(i);
    }
    return columns.bits(checked(i), attribute);
  }

  public double doubleValue(int i, Attribute attribute) {
    return Double.longBitsToDouble(bits(i, attribute));
  }

  public @Nullable String text(int i, Attribute attribute) {
    return columns.text(checked(i), attribute);
  }

  /** Whether edge {@code i} has the values of a row of its type, and no others. */
  public boolean holds(int i, Row row) {
    return time(i) == timeOf(row) && columns.holds(i, row);
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
    if (at == size && isFree(size) && columns.write(at, row)) {
      write(at, neighbour, edge, timeOf(row));
      return new Adjacency(this);
    }
    return inserted(at, neighbour, edge, row);
  }

  /**
   * A copy with one more edge, which shares nothing with this list: any thread may make one. It is
   * the newest of its event time, and has no key.
   */
  public Adjacency with(int neighbour, Row row) {
    int edge = columns.layout().numbered() ? NO_EDGE : neighbour;
    return inserted(firstAfter(timeOf(row)), neighbour, edge, row);
  }

  /** A version without edge {@code at}. */
  public Adjacency remove(int at) {
    Objects.checkIndex(at, size);
    // As much room as lists have on average, so that edges that come and go leave them as they
    // were.
    int capacity = Math.min(neighbours.length, size - 1 + (size >> 3));
    Adjacency out = new Adjacency(columns.fresh(capacity), capacity, size - 1);
    out.copy(this, 0, at, 0);
    out.copy(this, at + 1, size, at);
    return out;
  }

  /** A version in which edge {@code at} has the values of a row with the same event time. */
  public Adjacency replace(int at, Row row) {
    Objects.checkIndex(at, size);
    int capacity = neighbours.length;
    Adjacency out = new Adjacency(columns.fresh(capacity), capacity, size);
    if (!out.columns.write(at, row)) {
      out = new Adjacency(columns.fresh(capacity, row), capacity, size);
    }
    out.copy(this, 0, size, 0);
    out.columns.write(at, row);
    return out;
  }

  private Adjacency inserted(int at, int neighbour, int edge, Row row) {
    int capacity = size < neighbours.length ? neighbours.length : room(size + 1);
    Adjacency out = new Adjacency(columns.fresh(capacity), capacity, size + 1);
    if (!out.columns.write(at, row)) {
      out = new Adjacency(columns.fresh(capacity, row), capacity, size + 1);
      out.columns.write(at, row);
    }
    out.write(at, neighbour, edge, timeOf(row));
    out.copy(this, 0, at, 0);
    out.copy(this, at, size, at + 1);
    return out;
  }

  /** Room for {@code size} edges, and for a quarter more to come. */
  private static int room(int size) {
    return size + (size >> 2);
  }

  private boolean isFree(int i) {
    return i < neighbours.length && neighbours[i] == FREE;
  }

  private void write(int i, int neighbour, int edge, long time) {
    neighbours[i] = neighbour;
    edges[i] = edge;
    if (times.length > 0) {
      times[i] = time;
    }
  }

  /** Copies the slots from {@code start} until before {@code end} of another to {@code to} on. */
  private void copy(Adjacency from, int start, int end, int to) {
    int length = end - start;
    System.arraycopy(from.neighbours, start, neighbours, to, length);
    if (columns.layout().numbered()) {
      System.arraycopy(from.edges, start, edges, to, length);
    }
    if (times.length > 0) {
      System.arraycopy(from.times, start, times, to, length);
    }
    columns.copy(from.columns, start, end, to);
  }

  private boolean isEventTime(Attribute attribute) {
    return attribute.index() == columns.layout().eventTime();
  }

  private int checked(int i) {
    return Objects.checkIndex(i, size);
  }

  /** Edges in columns, each with a place of its own, of which lists are made at once. */
  public interface Edges {
    int neighbour(int place);

    /** Its number; of a pair the neighbour. */
    int number(int place);

    /** The event time, or {@link #NO_TIME}. */
    long time(int place);

    /** A bit for each attribute that it has. */
    long present(int place);

    /** As {@link Row#bits}. */
    long bits(int place, int attribute);

    @Nullable String text(int place, int attribute);
  }

  /**
   * A list of this one's type, of other edges, and without room for more.
   *
   * @param places of the edges, from {@code start} until before {@code end} in the order of a list
   */
  public Adjacency of(Edges all, int[] places, int start, int end) {
    int count = end - start;
    EdgeColumns values = EdgeColumns.of(columns.layout(), all, places, start, end);
    Adjacency out = new Adjacency(values, count, count);
    for (int i = 0; i < count; i++) {
      int place = places[start + i];
      out.neighbours[i] = all.neighbour(place);
      out.edges[i] = all.number(place);
      if (out.times.length > 0) {
        out.times[i] = all.time(place);
      }
    }
    return out;
  }

  EdgeColumns columns() {
    return columns;
  }

  /** Adds its arrays to a block, without room for more, and without strings. */
  void write(BlockBuilder block) {
    block.addInts(neighbours, size);
    if (columns.layout().numbered()) {
      block.addInts(edges, size);
    }
    if (times.length > 0) {
      block.addLongs(times, size);
    }
    columns.write(size, block);
  }

  /**
   * A list of this one's type, of arrays in a block.
   *
   * @param widths as {@link EdgeColumns#widths}
   * @param texts what its columns of strings have
   */
  Adjacency read(int size, int[] widths, Block block, Iterator<@Nullable String> texts)
      throws DamagedException {
    EdgeLayout layout = columns.layout();
    int[] ends = block.getInts(size);
    int[] numbers = layout.numbered() ? block.getInts(size) : ends;
    long[] at = layout.eventTime() >= 0 ? block.getLongs(size) : NO_TIMES;
    return new Adjacency(
        ends, numbers, at, EdgeColumns.read(layout, widths, size, block, texts), size);
  }

  /** A copy without some edges, and without room for more. */
  public Adjacency without(IntPredicate gone) {
    int[] kept = IntStream.range(0, size).filter(i -> !gone.test(edges[i])).toArray();
    Adjacency out = new Adjacency(columns.fresh(kept.length), kept.length, kept.length);
    for (int i = 0; i < kept.length; i++) {
      out.copy(this, kept[i], kept[i] + 1, i);
    }
    return out;
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
      Adjacency out = new Adjacency(EdgeColumns.empty(layout), edges.size(), 0);
      for (Edge edge : edges) {
        out = out.insert(out.size, edge.neighbour(), edge.number(), edge.row());
      }
      return out;
    }
  }
}
