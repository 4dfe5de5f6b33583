package dev.kith.graph.change;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records with Avro's generic reader, which resolves what was written by another version of
 * {@code avro/graph_change.avsc} that it knows. Thread-safe.
 */
final class GenericReader {
  private final GraphSchema graph;
  private final SingleObject avro = new SingleObject("/schemas/avro/graph_change.avsc");

  GenericReader(GraphSchema graph) {
    this.graph = graph;
  }

  /**
   * Reads a record.
   *
   * @return empty if the graph has no such type
   * @throws IOException, IllegalArgumentException or one of Avro's, if Kith did not write it for
   *     such a type
   */
  Optional<GraphChange> read(byte[] key, byte @Nullable [] value) throws IOException {
    String[] parts = new String(key, StandardCharsets.UTF_8).split("/", -1);
    Optional<ElementType> type = graph.elementType(parts[0]);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Element element = element(type.get(), parts);
    return Optional.of(
        value == null ? new GraphChange.Remove(element) : put(element, avro.decode(value)));
  }

  private static Element element(ElementType type, String[] parts) {
    int expected =
        switch (type) {
          case NodeType node -> 2;
          case EdgeType edge -> edge.keyed() ? 2 : 3;
        };
    if (parts.length != expected) {
      throw new IllegalArgumentException("its key has " + parts.length + " parts, not " + expected);
    }
    return switch (type) {
      case NodeType node -> new Element.Node(node, ChangeCodec.unescape(parts[1]));
      case EdgeType edge when edge.keyed() ->
          new Element.KeyedEdge(edge, ChangeCodec.unescape(parts[1]));
      case EdgeType edge ->
          new Element.Pair(edge, ChangeCodec.unescape(parts[1]), ChangeCodec.unescape(parts[2]));
    };
  }

  private static GraphChange put(Element element, GenericRecord record) {
    Row row = row(element.type(), (Map<?, ?>) record.get("attributes"));
    return switch (element) {
      case Element.Node node -> new GraphChange.PutNode(node, row);
      case Element.KeyedEdge edge ->
          new GraphChange.PutEdge(edge, end(record, "from"), end(record, "to"), row);
      case Element.Pair pair -> new GraphChange.PutPair(pair, row);
    };
  }

  private static String end(GenericRecord record, String name) {
    Object value = record.get(name);
    if (value == null || !Element.isKey(value.toString())) {
      throw new IllegalArgumentException("its end '" + name + "' is no key");
    }
    return value.toString();
  }

  private static Row row(ElementType type, Map<?, ?> attributes) {
    Row.Builder row = Row.builder(type);
    attributes.forEach(
        (name, value) -> {
          Optional<Attribute> attribute = type.attribute(name.toString());
          if (attribute.isPresent()) {
            row.setValue(attribute.get(), value instanceof CharSequence ? value.toString() : value);
          }
        });
    return row.build();
  }
}
