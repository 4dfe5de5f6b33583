package dev.kith.graph.change;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads records straight from their bytes, with no Avro record in between: those by the schema that
 * {@link ChangeFormat} knows, which are all that this version of Kith writes. It takes and refuses
 * what {@link GenericReader} does. Thread-safe.
 */
final class DirectReader {

  /** A type, its name and those of its attributes in bytes. */
  private static final class Known {
    final ElementType type;
    final byte[] name;
    final byte[][] attributes;

    Known(ElementType type) {
      this.type = type;
      this.name = bytes(type.name());
      this.attributes = type.attributes().stream().map(a -> bytes(a.name())).toArray(byte[][]::new);
    }

    private static byte[] bytes(String name) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Known[] types;
  private final byte[] header = ChangeFormat.header();
  private final KnownTexts texts = new KnownTexts();

  DirectReader(GraphSchema graph) {
    types =
        Stream.<ElementType>concat(graph.nodeTypes().stream(), graph.edgeTypes().stream())
            .map(Known::new)
            .toArray(Known[]::new);
  }

  /** Whether it is for this reader. A removal, which has no value, is. */
  boolean reads(byte @Nullable [] value) {
    return value == null
        || (value.length >= header.length
            && Arrays.equals(value, 0, header.length, header, 0, header.length));
  }

  /**
   * Reads a record that is for this reader.
   *
   * @return empty if the graph has no such type
   * @throws IOException or IllegalArgumentException, if Kith did not write it for such a type
   */
  Optional<GraphChange> read(byte[] key, byte @Nullable [] value) throws IOException {
    int slash = indexOf((byte) '/', key, 0);
    Known known = type(key, slash);
    if (known == null) {
      return Optional.empty();
    }
    Element element = element(known.type, key, slash);
    return Optional.of(
        value == null ? new GraphChange.Remove(element) : put(known, element, value));
  }

  private @Nullable Known type(byte[] key, int end) {
    for (Known known : types) {
      byte[] name = known.name;
      if (name.length == end && Arrays.equals(name, 0, end, key, 0, end)) {
        return known;
      }
    }
    return null;
  }

  private static Element element(ElementType type, byte[] key, int slash) {
    int start = slash + 1;
    int end = indexOf((byte) '/', key, start);
    return switch (type) {
      case NodeType node -> new Element.Node(node, lastPart(key, start, end));
      case EdgeType edge when edge.keyed() ->
          new Element.KeyedEdge(edge, lastPart(key, start, end));
      case EdgeType edge -> {
        int second = end + 1;
        String from = part(key, start, end);
        yield new Element.Pair(edge, from, lastPart(key, second, indexOf((byte) '/', key, second)));
      }
    };
  }

  private static String lastPart(byte[] key, int start, int end) {
    if (end != key.length) {
      throw new IllegalArgumentException("its key has too many parts");
    }
    return part(key, start, end);
  }

  private static String part(byte[] key, int start, int end) {
    if (start > end) {
      throw new IllegalArgumentException("its key has too few parts");
    }
    String text = new String(key, start, end - start, StandardCharsets.UTF_8);
    return indexOf((byte) '%', key, start) < end ? ChangeCodec.unescape(text) : text;
  }

  /** Where the byte first is, from {@code start} on; the length if nowhere. */
  private static int indexOf(byte wanted, byte[] bytes, int start) {
    int i = start;
    while (i < bytes.length && bytes[i] != wanted) {
      i++;
    }
    return Math.min(i, bytes.length);
  }

  private GraphChange put(Known known, Element element, byte[] value) throws IOException {
    AvroBytes in = new AvroBytes(value, header.length);
    return switch (element) {
      case Element.KeyedEdge edge ->
          new GraphChange.PutEdge(edge, end(in, "from"), end(in, "to"), row(known, in));
      case Element.Node node -> {
        skipEnds(in);
        yield new GraphChange.PutNode(node, row(known, in));
      }
      case Element.Pair pair -> {
        skipEnds(in);
        yield new GraphChange.PutPair(pair, row(known, in));
      }
    };
  }

  private static String end(AvroBytes in, String name) throws IOException {
    String key = isEnd(in) ? in.text() : "";
    if (!Element.isKey(key)) {
      throw new IllegalArgumentException("its end '" + name + "' is no key");
    }
    return key;
  }

  private static void skipEnds(AvroBytes in) throws IOException {
    for (int i = 0; i < 2; i++) {
      if (isEnd(in)) {
        in.skipText();
      }
    }
  }

  private static boolean isEnd(AvroBytes in) throws IOException {
    return switch (in.branch()) {
      case ChangeFormat.NO_END -> false;
      case ChangeFormat.AN_END -> true;
      default -> throw new IOException("an end of an unknown kind");
    };
  }

  private Row row(Known known, AvroBytes in) throws IOException {
    Row.Builder row = Row.builder(known.type);
    int likely = 0; // they come in the order of the type
    for (long left = in.block(); left != 0; left = in.block()) {
      for (; left > 0; left--) {
        int index = in.oneOf(known.attributes, likely);
        if (index < 0) {
          skipValue(in);
        } else {
          setValue(row, known.type.attributes().get(index), in);
          likely = index + 1;
        }
      }
    }
    return row.build();
  }

  private void setValue(Row.Builder row, Attribute attribute, AvroBytes in) throws IOException {
    if (in.branch() != ChangeFormat.branch(attribute.type())) {
      throw new IllegalArgumentException(
          "attribute " + attribute.name() + " is not " + attribute.type());
    }
    var _ =
        switch (attribute.type()) {
          case INT, TIMESTAMP -> row.set(attribute, in.number());
          case DOUBLE -> row.set(attribute, in.real());
          case STRING -> row.set(attribute, in.text(texts));
          case BOOL -> row.set(attribute, in.bool());
        };
  }

  private static void skipValue(AvroBytes in) throws IOException {
    switch (in.branch()) {
      case ChangeFormat.LONG -> in.number();
      case ChangeFormat.DOUBLE -> in.real();
      case ChangeFormat.STRING -> in.skipText();
      case ChangeFormat.BOOLEAN -> in.bool();
      default -> throw new IOException("a value of an unknown kind");
    }
  }
}
