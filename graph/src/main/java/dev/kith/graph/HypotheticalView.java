package dev.kith.graph;

import dev.kith.graph.HypotheticalEdge.Way;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view with edges that do not exist: the graph as it would be. The view under it stays as it is.
 *
 * <p>A keyed edge is added as one of its own. A pair that is there already, and not later, stays as
 * it is; a later one gives way. Among edges of one event time those that are added are the newest.
 *
 * <p>A read costs what it costs of the view below, and a look at a map; lists to which edges are
 * added are copied.
 */
public final class HypotheticalView implements GraphView {

  private record Place(Hop hop, int node) {}

  private record Addition(int neighbour, Row row, boolean pair) {}

  /** Nodes of one type that only the additions name. Their numbers come from above. */
  private static final class NewNodes {
    private final Map<String, Integer> byKey = new HashMap<>();
    private final List<String> keys = new ArrayList<>();

    int number(String key) {
      return byKey.computeIfAbsent(
          key,
          k -> {
            keys.add(k);
            return Integer.MAX_VALUE - (keys.size() - 1);
          });
    }

    @Nullable String key(int node) {
      int index = Integer.MAX_VALUE - node;
      return index < keys.size() ? keys.get(index) : null;
    }
  }

  private final GraphView real;

  /** By the index of the type. */
  private final List<NewNodes> nodes;

  private final Map<Place, List<Addition>> additions = new HashMap<>();

  private HypotheticalView(GraphView real, List<HypotheticalEdge> edges) {
    this.real = real;
    this.nodes = real.schema().nodeTypes().stream().map(type -> new NewNodes()).toList();
    for (HypotheticalEdge edge : edges) {
      for (Way way : edge.ways()) {
        int from = nodeOrNew(way.hop().source(), way.from());
        int to = nodeOrNew(way.hop().target(), way.to());
        additions
            .computeIfAbsent(new Place(way.hop(), from), place -> new ArrayList<>())
            .add(new Addition(to, edge.row(), !edge.type().keyed()));
      }
    }
  }

  /** The graph as it would be with these edges; without any, the view itself. */
  public static GraphView of(GraphView real, List<HypotheticalEdge> edges) {
    return edges.isEmpty() ? real : new HypotheticalView(real, edges);
  }

  private int nodeOrNew(NodeType type, String key) {
    int known = real.node(type, key);
    return known == NO_NODE ? nodes.get(type.index()).number(key) : known;
  }

  @Override
  public GraphSchema schema() {
    return real.schema();
  }

  @Override
  public int node(NodeType type, String key) {
    Integer added = nodes.get(type.index()).byKey.get(key);
    return added == null ? real.node(type, key) : added;
  }

  @Override
  public String key(NodeType type, int node) {
    String added = nodes.get(type.index()).key(node);
    return added == null ? real.key(type, node) : added;
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    return edge == Adjacency.NO_EDGE ? "" : real.edgeKey(type, edge);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return nodes.get(type.index()).key(node) == null ? real.row(type, node) : null;
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    boolean isNew = nodes.get(hop.source().index()).key(node) != null;
    Adjacency list = isNew ? Adjacency.EMPTY : real.edges(hop, node);
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
}
