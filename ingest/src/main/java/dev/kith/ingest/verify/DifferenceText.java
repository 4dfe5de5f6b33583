package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what differs, attribute by attribute. */
final class DifferenceText {
  private static final String TOPIC = Topics.GRAPH_CHANGES;

  private DifferenceText() {}

  static String of(Difference difference, String store) {
    return name(difference.element()) + ": " + what(difference, store);
  }

  private static String name(Element element) {
    String type = element.type().name();
    return switch (element) {
      case Element.Node node -> type + "/" + node.key();
      case Element.KeyedEdge edge -> type + "/" + edge.key();
      case Element.Pair pair -> type + "/" + pair.from() + "/" + pair.to();
    };
  }

  private static String what(Difference difference, String store) {
    List<String> broken =
        difference.found().stream()
            .filter(Stored.Broken.class::isInstance)
            .map(stored -> "in " + store + " it " + ((Stored.Broken) stored).how())
            .toList();
    if (!broken.isEmpty()) {
      String said = difference.said().isEmpty() ? "; not in " + TOPIC : "";
      return String.join("; ", broken) + said;
    }
    if (difference.said().isEmpty()) {
      return "not in " + TOPIC + ", in " + store;
    }
    if (difference.found().isEmpty()) {
      return "in " + TOPIC + ", not in " + store;
    }
    return values(difference, difference.said().get(), store);
  }

  private static String values(Difference difference, GraphChange said, String store) {
    List<String> out = new ArrayList<>();
    for (Stored stored : difference.found()) {
      if (stored instanceof Stored.Copy copy && !copy.put().equals(said)) {
        String where = store + place(difference.element(), copy.backward());
        out.addAll(ends(said, copy.put(), where));
        out.addAll(attributes(difference.element().type(), said, copy.put(), where));
      }
    }
    if (out.isEmpty() && difference.element() instanceof Element.Pair pair) {
      boolean backward = ((Stored.Copy) difference.found().getFirst()).backward();
      return "in %s only from %s to %s"
          .formatted(store, backward ? pair.to() : pair.from(), backward ? pair.from() : pair.to());
    }
    return out.isEmpty()
        ? "in " + store + " at one of its ends only"
        : out.stream().distinct().collect(Collectors.joining("; "));
  }

  private static String place(Element element, boolean backward) {
    boolean directions = element.type() instanceof EdgeType type && type.symmetric();
    return directions && element instanceof Element.Pair pair
        ? " from " + (backward ? pair.to() : pair.from())
        : "";
  }

  private static List<String> ends(GraphChange said, GraphChange found, String store) {
    List<String> out = new ArrayList<>();
    if (said instanceof GraphChange.PutEdge a && found instanceof GraphChange.PutEdge b) {
      if (!a.from().equals(b.from())) {
        out.add("from %s in %s, %s in %s".formatted(a.from(), TOPIC, b.from(), store));
      }
      if (!a.to().equals(b.to())) {
        out.add("to %s in %s, %s in %s".formatted(a.to(), TOPIC, b.to(), store));
      }
    }
    return out;
  }

  private static List<String> attributes(
      ElementType type, GraphChange said, GraphChange found, String store) {
    List<String> out = new ArrayList<>();
    Optional<Row> a = row(said);
    Optional<Row> b = row(found);
    for (Attribute attribute : type.attributes()) {
      String should = text(attribute, a);
      String is = text(attribute, b);
      if (!should.equals(is)) {
        out.add("%s %s in %s, %s in %s".formatted(attribute.name(), should, TOPIC, is, store));
      }
    }
    return out;
  }

  private static Optional<Row> row(GraphChange change) {
    return switch (change) {
      case GraphChange.PutNode put -> Optional.of(put.row());
      case GraphChange.PutEdge put -> Optional.of(put.row());
      case GraphChange.PutPair put -> Optional.of(put.row());
      case GraphChange.Remove remove -> Optional.empty();
    };
  }

  private static String text(Attribute attribute, Optional<Row> row) {
    Object value = row.map(r -> r.value(attribute)).orElse(null);
    if (value == null) {
      return "nothing";
    }
    if (attribute.type() == AttributeType.TIMESTAMP) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
    }
    return attribute.type() == AttributeType.STRING ? "'" + value + "'" : Objects.toString(value);
  }
}
