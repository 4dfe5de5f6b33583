package dev.kith.ingest.verify;

import dev.kith.graph.Row;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Short stand-ins for elements and for what is said of them: 128 bits of a SHA-256 for an element,
 * so that no two of a graph meet, and 64 for its ends and attributes. Not thread-safe.
 */
final class Fingerprint {

  /** Of an element. */
  record ElementHash(long high, long low) {}

  private final ChangeCodec codec;
  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(1 + Long.BYTES);

  Fingerprint(ChangeCodec codec) {
    this.codec = codec;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  ElementHash of(Element element) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(codec.key(element)));
    return new ElementHash(hash.getLong(), hash.getLong());
  }

  /** Of what a put says of its element: equal for equal puts of one element. */
  long of(GraphChange put) {
    switch (put) {
      case GraphChange.PutNode node -> add(node.element().type().attributes(), node.row());
      case GraphChange.PutPair pair -> add(pair.element().type().attributes(), pair.row());
      case GraphChange.PutEdge edge -> {
        add(edge.from());
        add(edge.to());
        add(edge.element().type().attributes(), edge.row());
      }
      case GraphChange.Remove remove ->
          throw new IllegalArgumentException("a removal says nothing of " + remove.element());
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private void add(Iterable<Attribute> attributes, Row row) {
    for (Attribute attribute : attributes) {
      if (row.has(attribute)) {
        if (attribute.type() == AttributeType.STRING) {
          add(attribute.index(), 0);
          add(String.valueOf(row.text(attribute)));
        } else {
          add(attribute.index(), row.bits(attribute));
        }
      }
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(0, bytes.length); // so that two texts in a row can't be cut in two ways
    digest.update(bytes);
  }

  private void add(int index, long value) {
    number.clear();
    digest.update(number.put((byte) index).putLong(value).flip());
  }
}
