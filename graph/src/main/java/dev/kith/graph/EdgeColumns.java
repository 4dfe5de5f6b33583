package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays under an {@link Adjacency}: slot {@code i} of each belongs to edge {@code i}. Versions
 * of one list share them, since a slot is written once, before the first version that has it is
 * made, and never again.
 *
 * <p>What is the same for all edges of the list is not stored: there are no times if the type has
 * no event time, no mask of present attributes while no edge lacks one, and no column for an
 * attribute that no edge has. The event time is in neither mask nor columns: the times say it.
 */
final class EdgeColumns {
  private static final long[] NO_TIMES = {};
  private static final @Nullable Object[] NO_COLUMNS = {};

  private final EdgeLayout layout;
  private final int[] neighbours;

  /** The numbers of the edges; where they have none the same array as {@code neighbours}. */
  private final int[] edges;

  private final long[] times;
  private final long @Nullable [] present;

  /** By attribute: {@code long[]} or {@code String[]}, or null if there is none. */
  private final @Nullable Object[] columns;

  /** How many slots are written. Read and written only by the thread that makes versions. */
  private int used;

  /**
   * @param masked whether some edge lacks an attribute
   * @param attributes a bit for each attribute (the event time apart) that some edge has
   */
  EdgeColumns(EdgeLayout layout, int capacity, boolean masked, long attributes) {
    this.layout = layout;
    this.neighbours = new int[capacity];
    this.edges = layout.numbered() ? new int[capacity] : neighbours;
    this.times = layout.eventTime() >= 0 ? new long[capacity] : NO_TIMES;
    this.present = masked ? new long[capacity] : null;
    this.columns =
        layout.others() == 0 ? NO_COLUMNS : new @Nullable Object[layout.attributes().size()];
    for (Attribute attribute : layout.attributes()) {
      if ((attributes & layout.others() & bit(attribute)) != 0) {
        boolean text = attribute.type() == AttributeType.STRING;
        columns[attribute.index()] = text ? new @Nullable String[capacity] : new long[capacity];
      }
    }
  }

  EdgeLayout layout() {
    return layout;
  }

  int neighbour(int i) {
    return neighbours[i];
  }

  int edge(int i) {
    return edges[i];
  }

  long time(int i) {
    return times.length == 0 ? Adjacency.NO_TIME : times[i];
  }

  boolean has(int i, Attribute attribute) {
    if (attribute.index() == layout.eventTime()) {
      return times[i] != Adjacency.NO_TIME;
    }
    return present == null || (present[i] & bit(attribute)) != 0;
  }

  long bits(int i, Attribute attribute) {
    if (attribute.index() == layout.eventTime()) {
      return times[i] == Adjacency.NO_TIME ? 0 : times[i];
    }
    return columns[attribute.index()] instanceof long[] column ? column[i] : 0;
  }

  @Nullable String text(int i, Attribute attribute) {
    return columns.length > 0 && columns[attribute.index()] instanceof String[] column
        ? column[i]
        : null;
  }

  /** Whether an edge has the values of a row, and no others. */
  boolean holds(int i, Row row) {
    if (time(i) != layout.time(row)) {
      return false;
    }
    long others = present == null ? layout.others() : present[i];
    if (others != (row.present() & layout.others())) {
      return false;
    }
    for (int k = 0; k < columns.length; k++) {
      Attribute attribute = layout.attributes().get(k);
      boolean same =
          switch (columns[k]) {
            case long[] column -> column[i] == row.bits(attribute);
            case String[] column -> Objects.equals(column[i], row.text(attribute));
            case null, default -> true;
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Whether slot {@code i} is the next free one, and there are arrays for all that a row has. */
  boolean accepts(int i, Row row) {
    return i == used && i < neighbours.length && (present != null || !lacks(row)) && !adds(row);
  }

  /** Writes the next free slot, which {@link #accepts} allowed. */
  void append(int neighbour, int edge, Row row) {
    write(used, neighbour, edge, row);
    used++;
  }

  /**
   * New arrays with the first {@code size} edges of these and one more.
   *
   * @param at where that one comes to stand; those from there on move up
   */
  EdgeColumns inserted(int size, int at, int neighbour, int edge, Row row) {
    int capacity = size < neighbours.length ? neighbours.length : room(size + 1);
    EdgeColumns out = withArraysFor(row, capacity);
    out.copy(this, 0, at, 0);
    out.write(at, neighbour, edge, row);
    out.copy(this, at, size, at + 1);
    out.used = size + 1;
    return out;
  }

  /** New arrays with the first {@code size} edges of these but one. */
  EdgeColumns removed(int size, int at) {
    int capacity = Math.min(neighbours.length, room(size - 1));
    EdgeColumns out = new EdgeColumns(layout, capacity, present != null, withColumn());
    out.copy(this, 0, at, 0);
    out.copy(this, at + 1, size, at);
    out.used = size - 1;
    return out;
  }

  /** New arrays with the first {@code size} edges of these, one of them with other values. */
  EdgeColumns replaced(int size, int at, Row row) {
    EdgeColumns out = withArraysFor(row, neighbours.length);
    out.copy(this, 0, size, 0);
    out.write(at, neighbours[at], edges[at], row);
    out.used = size;
    return out;
  }

  /** Room for {@code size} edges, and for half as many to come. */
  private static int room(int size) {
    return size + (size >> 1);
  }

  private EdgeColumns withArraysFor(Row row, int capacity) {
    boolean masked = present != null || lacks(row);
    return new EdgeColumns(layout, capacity, masked, withColumn() | row.present());
  }

  private boolean lacks(Row row) {
    return (layout.others() & ~row.present()) != 0;
  }

  private boolean adds(Row row) {
    return (layout.others() & row.present() & ~withColumn()) != 0;
  }

  private long withColumn() {
    long attributes = 0;
    for (int k = 0; k < columns.length; k++) {
      attributes |= columns[k] == null ? 0 : 1L << k;
    }
    return attributes;
  }

  private void write(int i, int neighbour, int edge, Row row) {
    neighbours[i] = neighbour;
    edges[i] = edge;
    if (times.length > 0) {
      times[i] = layout.time(row);
    }
    if (present != null) {
      present[i] = row.present() & layout.others();
    }
    for (int k = 0; k < columns.length; k++) {
      Attribute attribute = layout.attributes().get(k);
      switch (columns[k]) {
        case long[] column -> column[i] = row.bits(attribute);
        case @Nullable String[] column -> column[i] = row.text(attribute);
        case null, default -> {}
      }
    }
  }

  /** Copies the slots from {@code start} until before {@code end} of others to {@code to} on. */
  private void copy(EdgeColumns from, int start, int end, int to) {
    int length = end - start;
    System.arraycopy(from.neighbours, start, neighbours, to, length);
    if (layout.numbered()) {
      System.arraycopy(from.edges, start, edges, to, length);
    }
    if (times.length > 0) {
      System.arraycopy(from.times, start, times, to, length);
    }
    if (present != null && from.present != null) {
      System.arraycopy(from.present, start, present, to, length);
    } else if (present != null) {
      Arrays.fill(present, to, to + length, layout.others());
    }
    for (int k = 0; k < columns.length; k++) {
      Object column = columns[k];
      Object source = from.columns[k];
      if (column != null && source != null) {
        System.arraycopy(source, start, column, to, length);
      }
    }
  }

  private static long bit(Attribute attribute) {
    return 1L << attribute.index();
  }
}
