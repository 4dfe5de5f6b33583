package dev.kith.features.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, as a CDC connector sends it.
 *
 * @param key the values of the key columns, in the order of the columns
 * @param before the row before; null for inserts, snapshots and tombstones
 * @param after the row after; null for deletes and tombstones
 * @param lsn the position in the source
 * @param tsMs the time of the change in the source, in epoch milliseconds
 */
public record SourceEvent(
    Table table,
    Op op,
    List<String> key,
    Rows.@Nullable SourceRow before,
    Rows.@Nullable SourceRow after,
    long lsn,
    long tsMs) {

  /** The kinds of event. */
  public enum Op {
    CREATE("c"),
    UPDATE("u"),
    DELETE("d"),
    SNAPSHOT("r"),
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
}
