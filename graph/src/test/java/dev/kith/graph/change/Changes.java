package dev.kith.graph.change;

import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;

/**
 * Writes changes of a graph's elements in tests. Types and attributes go by name; attributes are
 * given as name, value, name, value, the values in the attribute's own Java type ({@link
 * Row#value}).
 */
public record Changes(GraphSchema schema) {

  public GraphChange node(String type, String key, Object... attributes) {
    return new GraphChange.PutNode(new Element.Node(nodeType(type), key), row(type, attributes));
  }

  public GraphChange edge(String type, String key, String from, String to, Object... attributes) {
    return new GraphChange.PutEdge(
        new Element.KeyedEdge(edgeType(type), key), from, to, row(type, attributes));
  }

  public GraphChange pair(String type, String from, String to, Object... attributes) {
    return new GraphChange.PutPair(
        new Element.Pair(edgeType(type), from, to), row(type, attributes));
  }

  public GraphChange removeNode(String type, String key) {
    return new GraphChange.Remove(new Element.Node(nodeType(type), key));
  }

  public GraphChange removeEdge(String type, String key) {
    return new GraphChange.Remove(new Element.KeyedEdge(edgeType(type), key));
  }

  public GraphChange removePair(String type, String from, String to) {
    return new GraphChange.Remove(new Element.Pair(edgeType(type), from, to));
  }

  /** A row of a type. */
  public Row row(String type, Object... attributes) {
    ElementType element = schema.elementType(type).orElseThrow();
    Row.Builder row = Row.builder(element);
    for (int i = 0; i < attributes.length; i += 2) {
      row.setValue(element.attribute((String) attributes[i]).orElseThrow(), attributes[i + 1]);
    }
    return row.build();
  }

  private NodeType nodeType(String name) {
    return schema.nodeType(name).orElseThrow();
  }

  private EdgeType edgeType(String name) {
    return schema.edgeType(name).orElseThrow();
  }
}
