package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.Seen;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The graph as a map from element to what the last change said of it. */
public final class NaiveGraph {
  private final Map<Element, GraphChange> elements = new HashMap<>();

  private record Ordered(long time, String key, Seen.Edge edge) {}

  public void apply(GraphChange change) {
    if (change instanceof GraphChange.Remove) {
      elements.remove(change.element());
    } else {
      elements.put(change.element(), change);
    }
  }

  public long count(ElementType type) {
    return elements.keySet().stream().filter(element -> element.type().equals(type)).count();
  }

  public Optional<Map<String, Object>> row(Element.Node node) {
    return elements.get(node) instanceof GraphChange.PutNode put
        ? Optional.of(attributes(node.type(), put.row()))
        : Optional.empty();
  }

  public List<Seen.Edge> edges(Hop hop, String key) {
    List<Ordered> out = new ArrayList<>();
    for (GraphChange change : elements.values()) {
      switch (change) {
        case GraphChange.PutEdge put when put.element().type().equals(hop.edge()) -> {
          String here = hop.forward() ? put.from() : put.to();
          if (here.equals(key)) {
            String other = hop.forward() ? put.to() : put.from();
            out.add(ordered(hop, put.element().key(), other, put.row()));
          }
        }
        case GraphChange.PutPair put when put.element().type().equals(hop.edge()) -> {
          Element.Pair pair = put.element();
          if ((hop.forward() ? pair.from() : pair.to()).equals(key)) {
            String other = hop.forward() ? pair.to() : pair.from();
            out.add(ordered(hop, other, other, put.row()));
          } else if (hop.edge().symmetric() && pair.to().equals(key)) {
            out.add(ordered(hop, pair.from(), pair.from(), put.row()));
          }
        }
        default -> {}
      }
    }
    out.sort(Comparator.comparingLong(Ordered::time).thenComparing(Ordered::key));
    return out.stream().map(Ordered::edge).toList();
  }

  private static Ordered ordered(Hop hop, String key, String other, Row row) {
    Optional<Long> time = hop.edge().eventTime().filter(row::has).map(row::bits);
    return new Ordered(
        time.orElse(Adjacency.NO_TIME),
        key,
        new Seen.Edge(other, time, attributes(hop.edge(), row)));
  }

  private static Map<String, Object> attributes(ElementType type, Row row) {
    Map<String, Object> out = new TreeMap<>();
    for (Attribute attribute : type.attributes()) {
      Object value = row.value(attribute);
      if (value != null) {
        out.put(attribute.name(), value);
      }
    }
    return out;
  }
}
