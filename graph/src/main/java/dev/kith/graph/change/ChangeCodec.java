package dev.kith.graph.change;

import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.avro.AvroRuntimeException;
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
  private final DirectWriter writer = new DirectWriter();
  private final DirectReader direct;
  private final GenericReader generic;

  public ChangeCodec(GraphSchema graph) {
    direct = new DirectReader(graph);
    generic = new GenericReader(graph);
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
      case GraphChange.PutNode put -> writer.value(put.element().type(), put.row(), null, null);
      case GraphChange.PutEdge put ->
          writer.value(put.element().type(), put.row(), put.from(), put.to());
      case GraphChange.PutPair put -> writer.value(put.element().type(), put.row(), null, null);
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
    try {
      return direct.reads(value) ? direct.read(key, value) : generic.read(key, value);
    } catch (IOException | IllegalArgumentException | AvroRuntimeException e) {
      String text = new String(key, StandardCharsets.UTF_8);
      throw new MalformedChangeException("the record of key '" + text + "': " + e.getMessage(), e);
    }
  }

  private static String escape(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  static String unescape(String part) {
    return part.replace("%2F", "/").replace("%25", "%");
  }
}
