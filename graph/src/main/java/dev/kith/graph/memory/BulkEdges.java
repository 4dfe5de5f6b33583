package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Edges of one type, of which the lists of all nodes are made at once. An edge is a number from 0,
 * and each of its two ends a place: twice that number, and one more at its target. Any thread may
 * read.
 */
final class BulkEdges implements Adjacency.Edges {

  /** The attributes of edges. Any thread. */
  interface Values {
    /** A bit for each attribute that an edge has. */
    long present(int edge);

    /** As {@link dev.kith.graph.Row#bits}. */
    long bits(int edge, int attribute);

    @Nullable String text(int edge, int attribute);
  }

  /** The nodes at the ends; {@link KeyTable#NONE} of an edge that is left out. */
  private final int[] from;

  private final int[] to;

  /** The numbers of edges that have keys. */
  private final int[] numbers;

  /** The event times, where there are some. */
  private final long[] times;

  private final Values values;

  /**
   * @param from by edge its source, or {@link KeyTable#NONE} if it is to be left out; kept
   * @param to by edge its target; kept
   */
  BulkEdges(EdgeType type, int[] from, int[] to, Values values) {
    int eventTime = type.eventTime().map(Attribute::index).orElse(-1);
    this.from = from;
    this.to = to;
    this.numbers = new int[type.keyed() ? from.length : 0];
    this.times = new long[eventTime < 0 ? 0 : from.length];
    this.values = values;
    IntStream.range(0, times.length)
        .parallel()
        .forEach(
            edge -> {
              boolean has = (values.present(edge) & (1L << eventTime)) != 0;
              times[edge] = has ? values.bits(edge, eventTime) : Adjacency.NO_TIME;
            });
  }

  int count() {
    return from.length;
  }

  int from(int edge) {
    return from[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  boolean isLeftOut(int edge) {
    return from[edge] == KeyTable.NONE;
  }

  void leaveOut(int edge) {
    from[edge] = KeyTable.NONE;
  }

  void number(int edge, int number) {
    numbers[edge] = number;
  }

  @Override
  public int neighbour(int place) {
    return (place & 1) == 0 ? to[place >>> 1] : from[place >>> 1];
  }

  @Override
  public int number(int place) {
    return numbers.length == 0 ? neighbour(place) : numbers[place >>> 1];
  }

  @Override
  public long time(int place) {
    return times.length == 0 ? Adjacency.NO_TIME : times[place >>> 1];
  }

  @Override
  public long present(int place) {
    return values.present(place >>> 1);
  }

  @Override
  public long bits(int place, int attribute) {
    return values.bits(place >>> 1, attribute);
  }

  @Override
  public @Nullable String text(int place, int attribute) {
    return values.text(place >>> 1, attribute);
  }
}
