package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.schema.EdgeType;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/** The edges of one type, of which the lists are made at the end. One thread at a time. */
sealed interface EdgeLoad {

  /** Makes the lists. */
  void finish();

  /** Edges that their two ends identify, by numbers that only this knows. */
  record OfPairs(EdgeTable.Pairs table, EdgeRecords records, Long2IntMap numbers, NumberPool pool)
      implements EdgeLoad {

    OfPairs(EdgeType type, EdgeTable.Pairs table) {
      this(table, new EdgeRecords(type), new Long2IntOpenHashMap(), new NumberPool());
      numbers.defaultReturnValue(KeyTable.NONE);
    }

    void put(Element.Pair pair, Row row) {
      int from = table.from().findOrAdd(pair.from());
      int to = table.to().findOrAdd(pair.to());
      int edge = numbers.get(ends(from, to));
      if (edge == KeyTable.NONE) {
        edge = pool.take();
        numbers.put(ends(from, to), edge);
      }
      records.put(edge, from, to, row);
    }

    void remove(Element.Pair pair) {
      int from = table.from().find(pair.from());
      int to = table.to().find(pair.to());
      if (from != KeyTable.NONE && to != KeyTable.NONE) {
        int edge = numbers.remove(ends(from, to));
        if (edge != KeyTable.NONE) {
          records.remove(edge);
          pool.giveBack(edge);
        }
      }
    }

    private static long ends(int from, int to) {
      return (long) from << Integer.SIZE | to;
    }

    @Override
    public void finish() {
      numbers.clear();
      table.load(records);
    }
  }

  /** Edges with a key of their own, by the number that this has from the beginning. */
  record OfKeyed(EdgeTable.Keyed table, EdgeRecords records) implements EdgeLoad {

    OfKeyed(EdgeType type, EdgeTable.Keyed table) {
      this(table, new EdgeRecords(type));
    }

    void put(String key, String fromKey, String toKey, Row row) {
      int from = table.from().findOrAdd(fromKey);
      int to = table.to().findOrAdd(toKey);
      int edge = table.numbers().find(key);
      if (edge == EdgeNumbers.NONE) {
        edge = table.numbers().add(key, from, to);
      } else {
        table.numbers().move(edge, from, to);
      }
      records.put(edge, from, to, row);
    }

    void remove(String key) {
      int edge = table.numbers().find(key);
      if (edge != EdgeNumbers.NONE) {
        table.numbers().remove(edge);
        records.remove(edge);
      }
    }

    @Override
    public void finish() {
      table.load(records);
    }
  }
}
