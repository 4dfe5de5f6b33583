package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The edges of one node along one hop, at one moment: an immutable list, ordered by event time
 * (edges without one first), then by the edge's key (of a pair: the key of the other end).
 */
public final class Adjacency {
  /** The event time of an edge that has none. Before every other. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public static final Adjacency EMPTY = new Adjacency(List.of());

  private record Edge(int neighbour, long time, String key, Row row) {}

  private final List<Edge> edges;

  private Adjacency(List<Edge> edges) {
    this.edges = List.copyOf(edges);
  }

  public static Builder builder(EdgeType type) {
    return new Builder(type);
  }

  public int size() {
    return edges.size();
  }

  /** The node at the other end of edge {@code i}. */
  public int neighbour(int i) {
    return edges.get(i).neighbour();
  }

  /** The event time of edge {@code i} in epoch microseconds, or {@link #NO_TIME}. */
  public long time(int i) {
    return edges.get(i).time();
  }

  /**
   * The index of the first edge with an event time after {@code time}; {@link #size} if there is
   * none. So {@code firstAfter(NO_TIME)} is the first edge that has an event time.
   */
  public int firstAfter(long time) {
    int i = 0;
    while (i < edges.size() && time(i) <= time) {
      i++;
    }
    return i;
  }

  public boolean has(int i, Attribute attribute) {
    return edges.get(i).row().has(attribute);
  }

  /** As {@link Row#bits}. */
  public long bits(int i, Attribute attribute) {
    return edges.get(i).row().bits(attribute);
  }

  public double doubleValue(int i, Attribute attribute) {
    return Double.longBitsToDouble(bits(i, attribute));
  }

  public @Nullable String text(int i, Attribute attribute) {
    return edges.get(i).row().text(attribute);
  }

  /** Collects the edges of one node in any order. Not thread-safe. */
  public static final class Builder {
    private final EdgeType type;
    private final List<Edge> edges = new ArrayList<>();

    private Builder(EdgeType type) {
      this.type = type;
    }

    /**
     * Adds an edge.
     *
     * @param key the edge's key; of a pair the key of the other end
     * @param row all attributes that are known, the event time among them
     */
    public Builder add(int neighbour, String key, Row row) {
      long time =
          type.eventTime().filter(row::has).map(attribute -> row.bits(attribute)).orElse(NO_TIME);
      edges.add(new Edge(neighbour, time, key, row));
      return this;
    }

    public Adjacency build() {
      edges.sort(Comparator.comparingLong(Edge::time).thenComparing(Edge::key));
      return new Adjacency(edges);
    }
  }
}
