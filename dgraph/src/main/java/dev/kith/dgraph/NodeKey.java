package dev.kith.dgraph;

import dev.kith.graph.schema.NodeType;

/**
 * Which node.
 *
 * @param predicate its type's key, which tells the types apart
 */
record NodeKey(String predicate, String key) {

  static NodeKey of(NodeType type, String key) {
    return new NodeKey(type.key(), key);
  }
}
