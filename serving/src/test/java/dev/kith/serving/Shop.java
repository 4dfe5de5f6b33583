package dev.kith.serving;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import java.util.Map;

/** Changes of the shipped graph, in few words. */
public final class Shop {
  public static final GraphSchema SCHEMA = GraphYaml.load("");
  public static final NodeType USER = SCHEMA.nodeType("user").orElseThrow();
  public static final NodeType PRODUCT = SCHEMA.nodeType("product").orElseThrow();
  public static final EdgeType FRIENDS = SCHEMA.edgeType("friends").orElseThrow();
  public static final EdgeType PURCHASED = SCHEMA.edgeType("purchased").orElseThrow();

  private Shop() {}

  public static GraphChange user(String key, Map<String, ?> attributes) {
    return new GraphChange.PutNode(new Element.Node(USER, key), row(USER, attributes));
  }

  public static GraphChange noUser(String key) {
    return new GraphChange.Remove(new Element.Node(USER, key));
  }

  public static GraphChange product(String key, Map<String, ?> attributes) {
    return new GraphChange.PutNode(new Element.Node(PRODUCT, key), row(PRODUCT, attributes));
  }

  public static GraphChange friends(String a, String b) {
    return new GraphChange.PutPair(new Element.Pair(FRIENDS, a, b), row(FRIENDS, Map.of()));
  }

  public static GraphChange purchase(
      String key, String user, String product, Map<String, ?> attributes) {
    return new GraphChange.PutEdge(
        new Element.KeyedEdge(PURCHASED, key), user, product, row(PURCHASED, attributes));
  }

  private static Row row(ElementType type, Map<String, ?> attributes) {
    Row.Builder row = Row.builder(type);
    attributes.forEach((name, value) -> row.setValue(type.attribute(name).orElseThrow(), value));
    return row.build();
  }
}
