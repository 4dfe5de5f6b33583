package dev.kith.serving.cohort;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;

/**
 * What of a graph can be read, in numbers: the row of a node, or its edges along a hop. The upper
 * half of a place says what of the node it is, the lower which node.
 */
record Places(GraphSchema schema) {

  /** How many kinds of places there are. */
  int kinds() {
    return 2 * schema.edgeTypes().size() + schema.nodeTypes().size();
  }

  int edges(Hop hop) {
    return 2 * hop.edge().index() + (hop.forward() ? 0 : 1);
  }

  int row(NodeType type) {
    return 2 * schema.edgeTypes().size() + type.index();
  }

  static long place(int kind, int node) {
    return ((long) kind << 32) | node;
  }

  static int kind(long place) {
    return (int) (place >>> 32);
  }

  static int node(long place) {
    return (int) place;
  }
}
