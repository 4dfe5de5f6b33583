package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;

/**
 * The edges of one type, by what identifies them. The writer changes it, any thread reads the
 * lists.
 */
sealed interface EdgeTable {

  EdgeLists lists();

  /**
   * Puts many edges into the lists at once; there must be none in them yet. Nobody learns of them.
   */
  void load(EdgeRecords edges);

  /** Learns which edge came, changed or went, and between which ends. */
  interface Changed {
    void between(int from, int to, int number);
  }

  /** Edges that their two ends identify. */
  record Pairs(EdgeLists lists, NodeTable from, NodeTable to, Changed changed)
      implements EdgeTable {

    @Override
    public void load(EdgeRecords edges) {
      lists.load(edges, from.keys().limit(), to.keys().limit());
    }

    void put(Element.Pair pair, Row row) {
      int source = from.findOrAdd(pair.from());
      int target = to.findOrAdd(pair.to());
      if (!lists.update(source, target, KeyTable.NONE, row)) {
        lists.add(source, target, KeyTable.NONE, row);
      }
      changed.between(source, target, KeyTable.NONE);
    }

    void remove(Element.Pair pair) {
      int source = from.find(pair.from());
      int target = to.find(pair.to());
      if (source != KeyTable.NONE && target != KeyTable.NONE) {
        lists.remove(source, target, KeyTable.NONE);
        from.forgetIfUnused(source);
        to.forgetIfUnused(target);
        changed.between(source, target, KeyTable.NONE);
      }
    }
  }

  /** Edges with a key of their own, which knows their ends. */
  record Keyed(EdgeLists lists, NodeTable from, NodeTable to, EdgeNumbers numbers, Changed changed)
      implements EdgeTable {

    @Override
    public void load(EdgeRecords edges) {
      lists.load(edges, from.keys().limit(), to.keys().limit());
    }

    void put(String key, String fromKey, String toKey, Row row) {
      int source = from.findOrAdd(fromKey);
      int target = to.findOrAdd(toKey);
      int edge = numbers.find(key);
      if (edge == EdgeNumbers.NONE) {
        edge = numbers.add(key, source, target);
        lists.add(source, target, edge, row);
      } else if (numbers.from(edge) == source && numbers.to(edge) == target) {
        lists.update(source, target, edge, row);
      } else {
        int oldSource = numbers.from(edge);
        int oldTarget = numbers.to(edge);
        lists.remove(oldSource, oldTarget, edge);
        numbers.move(edge, source, target);
        lists.add(source, target, edge, row);
        from.forgetIfUnused(oldSource);
        to.forgetIfUnused(oldTarget);
        changed.between(oldSource, oldTarget, edge);
      }
      changed.between(source, target, edge);
    }

    void remove(String key) {
      int edge = numbers.find(key);
      if (edge != EdgeNumbers.NONE) {
        int source = numbers.from(edge);
        int target = numbers.to(edge);
        lists.remove(source, target, edge);
        numbers.remove(edge);
        from.forgetIfUnused(source);
        to.forgetIfUnused(target);
        changed.between(source, target, edge);
      }
    }
  }
}
