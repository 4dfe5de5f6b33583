package dev.kith.graph.change;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The form of a change on {@code kith.graph-changes}.
 *
 * <p>The record's key is UTF-8 text: the type, then the element's key, or both ends of a pair,
 * joined by {@code /} ({@code user/u1}, {@code friends/u1/u2}); within a part {@code %} is written
 * {@code %25} and {@code /} is written {@code %2F}. The value is the Avro record of {@code
 * avro/graph_change.avsc} in Avro's single-object encoding; no value means that the element is not
 * there. Attributes go by name, so that a reader whose {@code graph.yaml} differs takes what it
 * knows. Between the changes stand watermarks: {@link WatermarkCodec}.
 *
 * <p>Thread-safe.
 */
public final class ChangeCodec {
  private final GraphSchema graph;
  private final SingleObject avro = new SingleObject("/schemas/avro/graph_change.avsc");

  public ChangeCodec(GraphSchema graph) {
    this.graph = graph;
  }

  /** The record's key. */
  public byte[] key(Element element) {
    StringJoiner joiner = new StringJoiner("/").add(element.type().name());
    switch (element) {
      case Element.Node node -> joiner.add(escape(node.key()));
      case Element.KeyedEdge edge -> joiner.add(escape(edge.key()));
      case Element.Pair pair -> joiner.add(escape(pair.from())).add(escape(pair.to()));
    }
    return joiner.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What the keys of all elements of a type begin with, and no other key. It is none itself. */
  public byte[] keyPrefix(ElementType type) {
    return (type.name() + "/").getBytes(StandardCharsets.UTF_8);
  }

  /** What comes after all keys of elements of a type, in the order of their bytes. */
  public byte[] keyEnd(ElementType type) {
    return (type.name() + "0").getBytes(StandardCharsets.UTF_8); // in ASCII it comes after /
  }

  /** The record's value; null for {@link GraphChange.Remove}. */
  public byte @Nullable [] value(GraphChange change) {
    return switch (change) {
      case GraphChange.PutNode put -> encode(put.element().type(), put.row(), null, null);
      case GraphChange.PutEdge put -> encode(put.element().type(), put.row(), put.from(), put.to());
      case GraphChange.PutPair put -> encode(put.element().type(), put.row(), null, null);
      case GraphChange.Remove remove -> null;
    };
  }

  /**
   * Reads a record.
   *
   * @return empty if this graph has no such type
   * @throws MalformedChangeException if this is not a record that Kith wrote for such a type
   */
  public Optional<GraphChange> decode(byte @Nullable [] key, byte @Nullable [] value)
      throws MalformedChangeException {
    if (key == null) {
      throw new MalformedChangeException("a record without a key", null);
    }
    String text = new String(key, StandardCharsets.UTF_8);
    String[] parts = text.split("/", -1);
    Optional<ElementType> type = graph.elementType(parts[0]);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    try {
      Element element = element(type.get(), parts);
      return Optional.of(
          value == null ? new GraphChange.Remove(element) : put(element, avro.decode(value)));
    } catch (IllegalArgumentException | IOException | org.apache.avro.AvroRuntimeException e) {
      throw new MalformedChangeException("the record of key '" + text + "': " + e.getMessage(), e);
    }
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
      case NodeType node -> new Element.Node(node, unescape(parts[1]));
      case EdgeType edge when edge.keyed() -> new Element.KeyedEdge(edge, unescape(parts[1]));
      case EdgeType edge -> new Element.Pair(edge, unescape(parts[1]), unescape(parts[2]));
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

  private byte[] encode(ElementType type, Row row, @Nullable String from, @Nullable String to) {
    Map<String, Object> attributes = new HashMap<>();
    for (Attribute attribute : type.attributes()) {
      Object value = row.value(attribute);
      if (value != null) {
        attributes.put(attribute.name(), value);
      }
    }
    GenericRecord record = avro.newRecord();
    record.put("from", from);
    record.put("to", to);
    record.put("attributes", attributes);
    return avro.encode(record);
  }

  private static String escape(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  private static String unescape(String part) {
    return part.replace("%2F", "/").replace("%25", "%");
  }
}
