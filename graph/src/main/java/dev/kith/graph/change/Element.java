package dev.kith.graph.change;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.NodeType;

/**
 * The identity of one element of the graph: what {@code kith.graph-changes} is keyed by. A key has
 * 1 to {@value #MAX_KEY_LENGTH} characters (UTF-16 units), any of them.
 */
public sealed interface Element {

  int MAX_KEY_LENGTH = 512;

  ElementType type();

  record Node(NodeType type, String key) implements Element {
    public Node {
      checkKey(key);
    }
  }

  /** An edge that may have many siblings between the same ends, so it has a key of its own. */
  record KeyedEdge(EdgeType type, String key) implements Element {
    public KeyedEdge {
      checkKey(key);
      if (!type.keyed()) {
        throw new IllegalArgumentException(type.name() + " has no key of its own");
      }
    }
  }

  /**
   * The one edge between two ends. Of a symmetric type the ends are put in order ({@link
   * String#compareTo}), so (a, b) and (b, a) are the same element.
   */
  record Pair(EdgeType type, String from, String to) implements Element {
    public Pair {
      checkKey(from);
      checkKey(to);
      if (type.keyed()) {
        throw new IllegalArgumentException(type.name() + " has a key of its own");
      }
      if (type.symmetric() && from.compareTo(to) > 0) {
        String swapped = from;
        from = to;
        to = swapped;
      }
    }
  }

  /** Whether a string may be the key of an element. */
  static boolean isKey(String key) {
    return !key.isEmpty() && key.length() <= MAX_KEY_LENGTH;
  }

  private static void checkKey(String key) {
    if (!isKey(key)) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_KEY_LENGTH + " characters, not " + key.length());
    }
  }
}
