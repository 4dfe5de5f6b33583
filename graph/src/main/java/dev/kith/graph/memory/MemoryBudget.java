package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Optional;

/**
 * How many bytes of heap a {@link MemoryGraph} takes: the arithmetic, from how many nodes and edges
 * there are. Of a VM with compressed references, and keys of Latin-1 text.
 *
 * <p>What it can't know it takes so: whole numbers fit in 32 bits, doubles are amounts with two
 * decimals, no attribute is missing, and strings are shared, so they cost their reference.
 */
public final class MemoryBudget {
  private static final int REFERENCE = 4;
  private static final int OBJECT = 16;

  /** An array's header, and what it is rounded up by on average. */
  private static final int ARRAY = 16 + 4;

  /** A place in the index: segments are between 3/8 and 3/4 full. */
  private static final double INDEXED = 8 / 0.56;

  /** Where a key begins in its page, and what the page takes beside the keys. */
  private static final double PAGED = 2 + (ARRAY + REFERENCE) / (double) KeyPage.KEYS;

  private static final int ROW = 64;

  /** A list has room for up to a quarter more. */
  private static final double ROOM = 1.125;

  private MemoryBudget() {}

  /**
   * Nodes of a type, without their edges.
   *
   * @param keyLength of a key, in characters
   */
  public static long nodes(NodeType type, long count, double keyLength) {
    return Math.round(count * (key(keyLength) + REFERENCE + row(type.attributes())));
  }

  /**
   * Edges of a type, in the lists of both their ends.
   *
   * @param keyLength of a key, in characters; of a type without keys any
   * @param sources how many nodes they lead from; of a symmetric type, how many have any
   * @param targets how many nodes they lead to; of a symmetric type any
   */
  public static long edges(
      EdgeType type, long count, double keyLength, long sources, long targets) {
    long lists = type.symmetric() ? sources : sources + targets;
    double keys = type.keyed() ? key(keyLength) + Long.BYTES : 0;
    return Math.round(lists * list(type) + count * (keys + 2 * ROOM * slot(type)));
  }

  private static double key(double length) {
    return length + PAGED + INDEXED;
  }

  private static double row(List<Attribute> attributes) {
    int size = Math.max(0, attributes.size() - Row.INSIDE);
    List<Attribute> beyond = attributes.subList(attributes.size() - size, attributes.size());
    boolean numbers = beyond.stream().anyMatch(a -> a.type() != AttributeType.STRING);
    boolean texts = beyond.stream().anyMatch(a -> a.type() == AttributeType.STRING);
    return ROW
        + (numbers ? ARRAY - 4 + Long.BYTES * size : 0)
        + (texts ? ARRAY + REFERENCE * size : 0);
  }

  /** A list, without its edges: its place in the table, itself, and its arrays. */
  private static double list(EdgeType type) {
    int others = others(type).size();
    int arrays = 1 + (type.keyed() ? 1 : 0) + (type.eventTime().isPresent() ? 1 : 0) + others;
    int columns = others == 0 ? 0 : 24 + ARRAY + REFERENCE * (type.attributes().size() + 1);
    return REFERENCE + 2 * OBJECT + arrays * ARRAY + columns;
  }

  /** An edge in a list. */
  private static int slot(EdgeType type) {
    return Integer.BYTES
        + (type.keyed() ? Integer.BYTES : 0)
        + (type.eventTime().isPresent() ? Long.BYTES : 0)
        + others(type).stream().mapToInt(MemoryBudget::width).sum();
  }

  private static List<Attribute> others(EdgeType type) {
    return type.attributes().stream()
        .filter(attribute -> !type.eventTime().equals(Optional.of(attribute)))
        .toList();
  }

  private static int width(Attribute attribute) {
    return switch (attribute.type()) {
      case BOOL -> Byte.BYTES;
      case TIMESTAMP -> Long.BYTES;
      case INT, DOUBLE, STRING -> Integer.BYTES;
    };
  }
}
