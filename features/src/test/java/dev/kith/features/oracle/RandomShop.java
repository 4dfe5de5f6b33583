package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.SourceEvent.Op;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A small source database with random changes, and the events that its connector writes of them, in
 * the order of the changes. It has no foreign keys: purchases of unknown users and products happen.
 */
final class RandomShop {
  /** Purchases, of which there are most, change most. */
  private static final List<Table> CHANGED =
      List.of(Table.USERS, Table.PRODUCTS, Table.FRIENDSHIPS, Table.PURCHASES, Table.PURCHASES);

  /** In a crowd they do little else than make friends and buy the same. */
  private static final List<Table> CHANGED_IN_CROWD =
      List.of(
          Table.USERS,
          Table.PRODUCTS,
          Table.FRIENDSHIPS,
          Table.FRIENDSHIPS,
          Table.PURCHASES,
          Table.PURCHASES,
          Table.PURCHASES,
          Table.PURCHASES);

  private final Random random;
  private final RandomValues values;
  private final boolean hasPositions;
  private final boolean hasTimes;
  private final List<Table> changed;
  private final List<String> users;
  private final List<String> products;
  private final List<String> purchases;
  private final List<SourceEvent> events = new ArrayList<>();
  private Map<Table, Map<List<String>, SourceRow>> tables = noRows();
  private long lsn = 1_000_000;
  private long tsMs;
  private long snapshotUntil = Long.MIN_VALUE;

  /**
   * @param tsMs the time of the first change, in epoch milliseconds
   * @param hasPositions whether its connector knows positions
   * @param hasTimes whether its connector says the time of changes
   */
  RandomShop(
      Random random, RandomValues values, long tsMs, boolean hasPositions, boolean hasTimes) {
    this.random = random;
    this.values = values;
    this.tsMs = tsMs;
    this.hasPositions = hasPositions;
    this.hasTimes = hasTimes;
    boolean crowd = values.isClustered();
    this.changed = crowd ? CHANGED_IN_CROWD : CHANGED;
    this.users = values.keys("u", crowd ? 4 + random.nextInt(4) : 2 + random.nextInt(8));
    this.products = values.keys("p", 1 + random.nextInt(crowd ? 2 : 8));
    this.purchases = values.keys("o", (crowd ? 30 : 1) + random.nextInt(50));
  }

  /** Every key that a user of it can have. */
  List<String> users() {
    return users;
  }

  /** What its connector has written. */
  List<SourceEvent> events() {
    return events;
  }

  /** Its rows, as they are now. */
  Map<Table, Map<List<String>, SourceRow>> tables() {
    Map<Table, Map<List<String>, SourceRow>> copy = noRows();
    copy.replaceAll((table, none) -> new LinkedHashMap<>(rows(table)));
    return copy;
  }

  /** One random row, not seldom the one that changed last, is inserted, updated or deleted. */
  void change() {
    tick();
    SourceEvent last = events.isEmpty() || random.nextInt(5) > 0 ? null : events.getLast();
    if (last != null && last.op() == Op.TRUNCATE) {
      last = null; // of no row
    }
    Table table = last == null ? pick(changed) : last.table();
    SourceRow row = randomRow(table);
    if (last != null) {
      row = withKey(table, last.key(), row);
    }
    List<String> key = table.key(row);
    SourceRow before = rows(table).get(key);
    if (before == null) {
      rows(table).put(key, row);
      emit(table, Op.CREATE, key, null, row);
    } else if (random.nextInt(3) > 0) {
      SourceRow after = random.nextBoolean() ? row : mixed(before, row);
      rows(table).put(key, after);
      emit(
          table,
          Op.UPDATE,
          key,
          random.nextBoolean() ? before : null,
          random.nextBoolean() ? after : withoutUnchanged(table, before, after));
    } else {
      rows(table).remove(key);
      emit(
          table, Op.DELETE, key, random.nextBoolean() ? before : placeholders(table, before), null);
      events.add(SourceEvent.tombstone(table, key));
    }
  }

  /** A row's primary key changes: its delete, then the insert of the new one. */
  void changeKey() {
    tick();
    for (SourceRow row : List.copyOf(rows(Table.PURCHASES).values())) {
      Map<String, @Nullable Object> columns = new LinkedHashMap<>(row.columns());
      columns.put("purchase_id", pick(purchases));
      SourceRow moved = new SourceRow(columns);
      List<String> from = Table.PURCHASES.key(row);
      List<String> to = Table.PURCHASES.key(moved);
      if (!rows(Table.PURCHASES).containsKey(to)) {
        rows(Table.PURCHASES).remove(from);
        rows(Table.PURCHASES).put(to, moved);
        emit(Table.PURCHASES, Op.DELETE, from, row, null);
        events.add(SourceEvent.tombstone(Table.PURCHASES, from));
        emit(Table.PURCHASES, Op.CREATE, to, null, moved);
        return;
      }
    }
  }

  /** The connector reads every row; all of these events have one position. */
  void snapshot() {
    tick();
    for (Table table : Table.values()) {
      rows(table).forEach((key, row) -> emit(table, Op.SNAPSHOT, key, null, row));
    }
  }

  /**
   * The connector, if it knows positions, reads every row of a table while changes go on: they have
   * the position up to which it had read the log, and the time, by its own clock, at which it had
   * got so far.
   */
  void incrementalSnapshot() {
    if (!hasPositions) {
      return;
    }
    tick();
    Table table = pick(changed);
    long time = tsMs + random.nextLong(100_000);
    snapshotUntil = Math.max(snapshotUntil, time);
    rows(table)
        .forEach(
            (key, row) ->
                events.add(
                    new SourceEvent(
                        table, Op.INCREMENTAL, key, null, row, lsn, hasTimes ? time : null)));
  }

  /**
   * One table, or two at once, lose all rows. The lock that this takes gives it a position of its
   * own; and nobody does it while a snapshot is read.
   */
  void truncate() {
    tick();
    lsn++;
    tsMs = Math.max(tsMs, snapshotUntil);
    for (Table table : new TreeSet<>(List.of(pick(changed), pick(changed)))) {
      rows(table).clear();
      events.add(SourceEvent.truncate(table, hasPositions ? lsn : null, hasTimes ? tsMs : null));
    }
    lsn++;
  }

  /** The database goes back to a backup: its positions too, and the connector starts anew. */
  void restore(Map<Table, Map<List<String>, SourceRow>> backup) {
    tables = noRows();
    tables.replaceAll((table, none) -> new LinkedHashMap<>(rows(backup, table)));
    lsn -= random.nextLong(5_000);
    snapshot();
  }

  /** The database's clock is set back. */
  void stepClock() {
    tsMs -= random.nextLong(60_000);
  }

  /** Changes of one transaction share their time, and sometimes their position. */
  private void tick() {
    lsn += random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(200);
    tsMs += random.nextInt(3) == 0 ? 0 : random.nextInt(5_000);
  }

  private void emit(
      Table table, Op op, List<String> key, @Nullable SourceRow before, @Nullable SourceRow after) {
    events.add(
        new SourceEvent(
            table, op, key, before, after, hasPositions ? lsn : null, hasTimes ? tsMs : null));
  }

  private SourceRow randomRow(Table table) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    switch (table) {
      case USERS -> {
        row.put("user_id", pick(users));
        row.put("age", values.integer());
        row.put("city", values.text());
        row.put("created_at", values.time());
      }
      case PRODUCTS -> {
        row.put("product_id", pick(products));
        row.put("category", values.text());
        row.put("price", values.amount());
      }
      case FRIENDSHIPS -> {
        int a = random.nextInt(users.size());
        int b = (a + 1 + random.nextInt(users.size() - 1)) % users.size();
        row.put("user_id", users.get(a));
        row.put("friend_id", users.get(b));
        row.put("since", values.time());
      }
      case PURCHASES -> {
        row.put("purchase_id", pick(purchases));
        row.put("user_id", pick(users));
        row.put("product_id", pick(products));
        row.put("quantity", values.integer());
        row.put("amount", values.amount());
        row.put("purchased_at", values.time());
      }
    }
    return new SourceRow(row);
  }

  private static SourceRow withKey(Table table, List<String> key, SourceRow row) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>(row.columns());
    int part = 0;
    for (Table.Column column : table.columns()) {
      if (column.key()) {
        out.put(column.name(), key.get(part++));
      }
    }
    return new SourceRow(out);
  }

  /** Some columns of one row, the others of another. */
  private SourceRow mixed(SourceRow one, SourceRow other) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>(one.columns());
    row.replaceAll((name, value) -> random.nextBoolean() ? value : other.columns().get(name));
    return new SourceRow(row);
  }

  /** With some of the texts that are as before left out, as if they were large. */
  private SourceRow withoutUnchanged(Table table, SourceRow before, SourceRow after) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>(after.columns());
    for (Table.Column column : table.columns()) {
      if (!column.key() && random.nextBoolean()) {
        out.computeIfPresent(
            column.name(),
            (name, value) ->
                value instanceof String && value.equals(before.columns().get(name))
                    ? Rows.UNCHANGED
                    : value);
      }
    }
    return new SourceRow(out);
  }

  /** What PostgreSQL's default replica identity leaves of a deleted row: the key. */
  private static SourceRow placeholders(Table table, SourceRow row) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>(row.columns());
    for (Table.Column column : table.columns()) {
      if (!column.key()) {
        out.computeIfPresent(
            column.name(),
            (name, value) ->
                switch (value) {
                  case Integer number -> 0;
                  case BigDecimal decimal -> new BigDecimal("0.00");
                  case Long time -> 0L;
                  default -> "";
                });
      }
    }
    return new SourceRow(out);
  }

  private Map<List<String>, SourceRow> rows(Table table) {
    return rows(tables, table);
  }

  private static Map<List<String>, SourceRow> rows(
      Map<Table, Map<List<String>, SourceRow>> tables, Table table) {
    return tables.computeIfAbsent(table, t -> new LinkedHashMap<>());
  }

  private static Map<Table, Map<List<String>, SourceRow>> noRows() {
    Map<Table, Map<List<String>, SourceRow>> none = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      none.put(table, new LinkedHashMap<>());
    }
    return none;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
