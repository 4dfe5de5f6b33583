package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one type: their keys and numbers, and the rows of those that have one. A key is
 * known while its node has a row or edges; one that comes back after that gets another number.
 */
final class NodeTable {
  private final KeyTable keys = KeyTable.numberingOnce();
  private final ChunkedArray<Row> rows = new ChunkedArray<>();
  private final Counter existing = new Counter();

  /** What may have edges of these nodes. */
  private final List<AdjacencyTable> edges = new ArrayList<>();

  /** Tells of a table of edges of these nodes, before there are any. */
  void join(AdjacencyTable table) {
    edges.add(table);
  }

  KeyTable keys() {
    return keys;
  }

  /** The number of a key, or {@link KeyTable#NONE}. Any thread. */
  int find(String key) {
    return keys.find(key);
  }

  /**
   * The number of a key, which is given one if it has none: a stub, which must get an edge. The
   * writer only.
   */
  int findOrAdd(String key) {
    return keys.findOrAdd(key);
  }

  @Nullable Row row(int node) {
    return rows.get(node);
  }

  /** As {@link dev.kith.graph.GraphView#touchRows}. */
  int touch(Adjacency edges, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      Row row = rows.get(edges.neighbour(i));
      sum += row == null ? 0 : (int) row.present();
    }
    return sum;
  }

  /** Makes the node exist with these values, and returns its number. The writer only. */
  int put(String key, Row row) {
    int node = keys.findOrAdd(key);
    put(node, row);
    return node;
  }

  /** As the other, of a node by its number. */
  void put(int node, Row row) {
    if (rows.get(node) == null) {
      existing.add(1);
    }
    rows.set(node, row);
  }

  /**
   * Makes the node not exist. The writer only.
   *
   * @return its number, or {@link KeyTable#NONE}
   */
  int remove(String key) {
    int node = removeRow(key);
    if (node != KeyTable.NONE) {
      forgetIfUnused(node);
    }
    return node;
  }

  /** As {@link #remove}, but its key is not given back. */
  int removeRow(String key) {
    int node = keys.find(key);
    if (node != KeyTable.NONE) {
      removeRow(node);
    }
    return node;
  }

  /** As the other, of a node by its number. */
  void removeRow(int node) {
    if (rows.get(node) != null) {
      rows.clear(node);
      existing.add(-1);
    }
  }

  /** Gives back the key of a node of which nothing is known any more. The writer only. */
  void forgetIfUnused(int node) {
    if (keys.has(node) && !isUsed(node)) {
      keys.remove(node);
    }
  }

  /** Gives back the keys of all nodes of which nothing is known. The writer only. */
  void forgetUnused() {
    for (int node = 0; node < keys.limit(); node++) {
      forgetIfUnused(node);
    }
  }

  /** Takes the keys of an image, of those nodes of which anything is known. */
  void load(int limit, byte[][] pages) {
    keys.load(limit, pages, this::isUsed);
  }

  private boolean isUsed(int node) {
    return rows.get(node) != null || edges.stream().anyMatch(table -> table.has(node));
  }

  /** How many nodes exist. Any thread. */
  long count() {
    return existing.get();
  }
}
