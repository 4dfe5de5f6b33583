package dev.kith.graph;

import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphChange.PutEdge;
import dev.kith.graph.change.GraphChange.PutPair;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view with edges that do not exist: the graph as it would be. The view under it stays as it is.
 *
 * <p>A keyed edge is added as one of its own, whatever its key. A pair that is there already, and
 * not later, stays as it is. Among edges of one event time those that are added are the newest.
 */
public final class HypotheticalView implements GraphView {

  private record Place(Hop hop, int node) {}

  private record Addition(int neighbour, Row row, boolean pair) {}

  private final GraphView real;

  /** The numbers of nodes that only the additions name. They come from above, the real from 0. */
  private final Map<NodeType, Map<String, Integer>> nodes = new HashMap<>();

  private final Map<Place, List<Addition>> additions = new HashMap<>();

  /**
   * @param edges what is to be added
   */
  public HypotheticalView(GraphView real, List<GraphChange> edges) {
    this.real = real;
    for (GraphChange edge : edges) {
      switch (edge) {
        case PutEdge put -> add(put.element().type(), put.from(), put.to(), put.row());
        case PutPair put ->
            add(put.element().type(), put.element().from(), put.element().to(), put.row());
        case GraphChange.PutNode _, GraphChange.Remove _ ->
            throw new IllegalArgumentException("only edges can be added, not " + edge);
      }
    }
  }

  private void add(EdgeType type, String fromKey, String toKey, Row row) {
    int from = nodeOrNew(type.from(), fromKey);
    int to = nodeOrNew(type.to(), toKey);
    boolean pair = !type.keyed();
    place(new Hop(type, true), from, new Addition(to, row, pair));
    place(new Hop(type, type.symmetric()), to, new Addition(from, row, pair));
  }

  private void place(Hop hop, int node, Addition addition) {
    additions.computeIfAbsent(new Place(hop, node), p -> new ArrayList<>()).add(addition);
  }

  private int nodeOrNew(NodeType type, String key) {
    int known = real.node(type, key);
    if (known != NO_NODE) {
      return known;
    }
    Map<String, Integer> added = nodes.computeIfAbsent(type, t -> new HashMap<>());
    return added.computeIfAbsent(key, k -> Integer.MAX_VALUE - added.size());
  }

  @Override
  public GraphSchema schema() {
    return real.schema();
  }

  @Override
  public int node(NodeType type, String key) {
    Integer added = nodes.getOrDefault(type, Map.of()).get(key);
    return added == null ? real.node(type, key) : added;
  }

  @Override
  public String key(NodeType type, int node) {
    return added(type, node).orElseGet(() -> real.key(type, node));
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    return edge == Adjacency.NO_EDGE ? "" : real.edgeKey(type, edge);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return added(type, node).isPresent() ? null : real.row(type, node);
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    Adjacency list =
        added(hop.source(), node).isPresent() ? Adjacency.EMPTY : real.edges(hop, node);
    for (Addition addition : additions.getOrDefault(new Place(hop, node), List.of())) {
      list = with(list.size() == 0 ? Adjacency.empty(hop.edge()) : list, addition);
    }
    return list;
  }

  private static Adjacency with(Adjacency list, Addition addition) {
    if (addition.pair()) {
      for (int i = 0; i < list.size(); i++) {
        if (list.neighbour(i) == addition.neighbour()) {
          return list.time(i) <= list.timeOf(addition.row())
              ? list
              : list.remove(i).with(addition.neighbour(), addition.row());
        }
      }
    }
    return list.with(addition.neighbour(), addition.row());
  }

  private Optional<String> added(NodeType type, int node) {
    return nodes.getOrDefault(type, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue() == node)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
