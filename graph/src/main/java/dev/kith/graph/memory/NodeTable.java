package dev.kith.graph.memory;

import dev.kith.graph.Row;
import org.jspecify.annotations.Nullable;

/** The nodes of one type: their keys and numbers, and the rows of those that have one. */
final class NodeTable {
  private final KeyTable keys = new KeyTable();
  private final ChunkedArray<Row> rows = new ChunkedArray<>();
  private final Counter existing = new Counter();

  /** The number of a key, or {@link KeyTable#NONE}. Any thread. */
  int find(String key) {
    return keys.find(key);
  }

  /** The number of a key, which is given one if it has none: a stub. The writer only. */
  int findOrAdd(String key) {
    return keys.findOrAdd(key);
  }

  String key(int node) {
    return keys.key(node);
  }

  /** Null if no node has that number. */
  @Nullable String keyIfAny(int node) {
    return keys.keyIfAny(node);
  }

  @Nullable Row row(int node) {
    return rows.get(node);
  }

  /** Makes the node exist with these values, and returns its number. The writer only. */
  int put(String key, Row row) {
    int node = keys.findOrAdd(key);
    if (rows.get(node) == null) {
      existing.add(1);
    }
    rows.set(node, row);
    return node;
  }

  /**
   * Makes the node not exist; its number stays its own. The writer only.
   *
   * @return its number, or {@link KeyTable#NONE}
   */
  int remove(String key) {
    int node = keys.find(key);
    if (node != KeyTable.NONE && rows.get(node) != null) {
      rows.set(node, null);
      existing.add(-1);
    }
    return node;
  }

  /** How many nodes exist. Any thread. */
  long count() {
    return existing.get();
  }
}
