package dev.kith.graph.memory;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.schema.EdgeType;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/** The edges of one type, of which the lists are made at the end. One thread at a time. */
sealed interface EdgeLoad {

  /** Makes the lists. */
  void finish();

  /** Edges that their two ends identify: in the rows' key the source is above the target. */
  record OfPairs(EdgeType type, EdgeTable.Pairs table, Long2ObjectMap<Row> rows)
      implements EdgeLoad {

    OfPairs(EdgeType type, EdgeTable.Pairs table) {
      this(type, table, new Long2ObjectOpenHashMap<>());
    }

    void put(Element.Pair pair, Row row) {
      int from = table.from().findOrAdd(pair.from());
      rows.put(ends(from, table.to().findOrAdd(pair.to())), row);
    }

    void remove(Element.Pair pair) {
      int from = table.from().find(pair.from());
      int to = table.to().find(pair.to());
      if (from != KeyTable.NONE && to != KeyTable.NONE) {
        rows.remove(ends(from, to));
      }
    }

    private static long ends(int from, int to) {
      return (long) from << Integer.SIZE | to;
    }

    @Override
    public void finish() {
      int[] from = new int[rows.size()];
      int[] to = new int[rows.size()];
      Row[] all = new Row[rows.size()];
      int edge = 0;
      for (Long2ObjectMap.Entry<Row> entry : rows.long2ObjectEntrySet()) {
        from[edge] = (int) (entry.getLongKey() >>> Integer.SIZE);
        to[edge] = (int) entry.getLongKey();
        all[edge] = entry.getValue();
        edge++;
      }
      rows.clear();
      table.load(new BulkEdges(type, from, to, new EdgeRows(all)));
    }
  }

  /** Edges with a key of their own, by the number that this has from the beginning. */
  record OfKeyed(EdgeType type, EdgeTable.Keyed table, ChunkedArray<Row> rows) implements EdgeLoad {

    OfKeyed(EdgeType type, EdgeTable.Keyed table) {
      this(type, table, new ChunkedArray<>());
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
      rows.set(edge, row);
    }

    void remove(String key) {
      int edge = table.numbers().find(key);
      if (edge != EdgeNumbers.NONE) {
        table.numbers().remove(edge);
        rows.clear(edge);
      }
    }

    @Override
    public void finish() {
      EdgeNumbers numbers = table.numbers();
      int[] from = new int[numbers.keys().limit()];
      int[] to = new int[from.length];
      Row[] all = new Row[from.length];
      Row none = Row.builder(type).build();
      for (int edge = 0; edge < from.length; edge++) {
        Row row = rows.get(edge);
        from[edge] = row == null ? KeyTable.NONE : numbers.from(edge);
        to[edge] = row == null ? KeyTable.NONE : numbers.to(edge);
        all[edge] = row == null ? none : row;
      }
      BulkEdges edges = new BulkEdges(type, from, to, new EdgeRows(all));
      for (int edge = 0; edge < from.length; edge++) {
        edges.number(edge, edge);
      }
      table.load(edges);
    }
  }
}
