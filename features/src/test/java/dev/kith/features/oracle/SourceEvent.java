package dev.kith.features.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, or the truncate of a table, as a CDC connector sends it.
 *
 * @param key the values of the key columns, in the order of the columns; none for a truncate
 * @param before the row before, beyond the key perhaps with made-up values; null for inserts,
 *     snapshots and tombstones, and where the connector leaves it out
 * @param after the row after, perhaps with {@link Rows#UNCHANGED} for texts; null for deletes,
 *     tombstones and truncates
 * @param lsn the position in the source; null for tombstones, and where the connector has none
 * @param tsMs the time of the change in the source, of a snapshot's row that at which it was read,
 *     in epoch milliseconds; null for tombstones, and where the connector has none
 */
public record SourceEvent(
    Table table,
    Op op,
    List<String> key,
    Rows.@Nullable SourceRow before,
    Rows.@Nullable SourceRow after,
    @Nullable Long lsn,
    @Nullable Long tsMs) {

  /** The kinds of event. */
  public enum Op {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    SNAPSHOT("r"),
    /** A row of a snapshot that is read while changes go on. */
    INCREMENTAL("r"),
    TRUNCATE("t"),
    TOMBSTONE("");

    private final String code;

    Op(String code) {
      this.code = code;
    }

    /** As Debezium writes it. */
    public String code() {
      return code;
    }
  }

  /** All rows of a table go at once. */
  public static SourceEvent truncate(Table table, @Nullable Long lsn, @Nullable Long tsMs) {
    return new SourceEvent(table, Op.TRUNCATE, List.of(), null, null, lsn, tsMs);
  }

  /** The record without a value that follows a delete, so that compaction forgets the key. */
  public static SourceEvent tombstone(Table table, List<String> key) {
    return new SourceEvent(table, Op.TOMBSTONE, key, null, null, null, null);
  }
}
