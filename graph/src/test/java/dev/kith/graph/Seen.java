package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a {@link GraphView} shows, as plain values that tests can compare. */
public final class Seen {

  /**
   * An edge as its list shows it.
   *
   * @param neighbour the key of the node it leads to
   * @param attributes by name; those without a value are left out
   */
  public record Edge(String neighbour, Optional<Long> time, Map<String, Object> attributes) {}

  private Seen() {}

  /** The attributes of a node by name; empty if it is unknown or a stub. */
  public static Optional<Map<String, Object>> row(GraphView view, NodeType type, String key) {
    int node = view.node(type, key);
    return node == GraphView.NO_NODE ? Optional.empty() : row(view, type, node);
  }

  /** The attributes of a node by name; empty if it is a stub. */
  public static Optional<Map<String, Object>> row(GraphView view, NodeType type, int node) {
    Row row = view.row(type, node);
    if (row == null) {
      return Optional.empty();
    }
    Map<String, Object> out = new TreeMap<>();
    for (Attribute attribute : type.attributes()) {
      Object value = row.value(attribute);
      if (value != null) {
        out.put(attribute.name(), value);
      }
    }
    return Optional.of(out);
  }

  /** The edges of a node in the view's order; none if the node is unknown. */
  public static List<Edge> edges(GraphView view, Hop hop, String key) {
    int node = view.node(hop.source(), key);
    return node == GraphView.NO_NODE ? List.of() : edges(view, hop, node);
  }

  /** The edges of a node in the view's order. */
  public static List<Edge> edges(GraphView view, Hop hop, int node) {
    Adjacency edges = view.edges(hop, node);
    List<Edge> out = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      long time = edges.time(i);
      out.add(
          new Edge(
              view.key(hop.target(), edges.neighbour(i)),
              time == Adjacency.NO_TIME ? Optional.empty() : Optional.of(time),
              attributes(edges, i, hop.edge())));
    }
    return out;
  }

  /** The keys of the nodes to which the edges of a node lead, in the view's order. */
  public static List<String> neighbours(GraphView view, Hop hop, String key) {
    return edges(view, hop, key).stream().map(Edge::neighbour).toList();
  }

  private static Map<String, Object> attributes(Adjacency edges, int i, ElementType type) {
    Map<String, Object> out = new TreeMap<>();
    for (Attribute attribute : type.attributes()) {
      if (edges.has(i, attribute)) {
        out.put(attribute.name(), value(edges, i, attribute));
      }
    }
    return out;
  }

  private static Object value(Adjacency edges, int i, Attribute attribute) {
    if (attribute.type() == AttributeType.STRING) {
      return Optional.<Object>ofNullable(edges.text(i, attribute)).orElseThrow();
    }
    long bits = edges.bits(i, attribute);
    return switch (attribute.type()) {
      case INT, TIMESTAMP -> bits;
      case DOUBLE -> edges.doubleValue(i, attribute);
      case BOOL -> bits != 0;
      case STRING -> throw new AssertionError(attribute);
    };
  }
}
