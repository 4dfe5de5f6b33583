package dev.kith.features.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the source tables: the truth after a sequence of events, taken one by one in the
 * order in which Kafka delivers them.
 *
 * <p>The rule, per row: an event is dropped only if its position is older than that of the last one
 * taken, and its time is not newer. Where only one of the two can be compared, that one must be
 * older; where none can, the event is taken. An event with neither leaves the row's last position
 * and time. A tombstone has neither, so it is taken, as a delete; but one that comes directly after
 * a dropped delete is dropped with it.
 *
 * <p>A truncate is a delete of every row of its table, of those that were never seen as well, and
 * is followed by no tombstones. The truncates of a table have an order as changes of a row have it:
 * one that is older than the last one taken is dropped.
 *
 * <p>A text that is {@link #UNCHANGED} is what the row holds already. A purchase of which nothing
 * tells who bought or what is not there.
 */
public final class Rows {
  /** What a connector writes for a large text that an update did not touch. */
  public static final String UNCHANGED = "__debezium_unavailable_value";

  /**
   * One row, key columns included.
   *
   * @param columns name to {@code String}, {@code Integer}, {@code BigDecimal} of scale 2, {@code
   *     Long} (a timestamp, in epoch microseconds) or null
   */
  public record SourceRow(Map<String, @Nullable Object> columns) {

    public @Nullable String text(String column) {
      return (String) columns.get(column);
    }

    public @Nullable Integer integer(String column) {
      return (Integer) columns.get(column);
    }

    public @Nullable BigDecimal decimal(String column) {
      return (BigDecimal) columns.get(column);
    }

    /** In epoch microseconds. */
    public @Nullable Long time(String column) {
      return (Long) columns.get(column);
    }
  }

  private record Id(Table table, List<String> key) {}

  /** The last event taken for a row. */
  private record Last(
      @Nullable Long lsn, @Nullable Long tsMs, @Nullable SourceRow row, boolean deleteDropped) {

    Last withDeleteDropped(boolean dropped) {
      return new Last(lsn, tsMs, row, dropped);
    }
  }

  private static final Last NEVER = new Last(null, null, null, false);

  private final Map<Id, Last> rows = new LinkedHashMap<>();
  private final Map<Table, Last> truncates = new EnumMap<>(Table.class);

  /** The rows after these events. */
  public static Rows after(List<SourceEvent> events) {
    Rows rows = new Rows();
    events.forEach(rows::take);
    return rows;
  }

  /** Takes, or drops, the next event. */
  public void take(SourceEvent event) {
    if (event.op() == SourceEvent.Op.TRUNCATE) {
      truncate(event);
      return;
    }
    Id id = new Id(event.table(), event.key());
    Last last = rows.getOrDefault(id, truncates.getOrDefault(event.table(), NEVER));
    if (event.op() == SourceEvent.Op.TOMBSTONE) {
      SourceRow row = last.deleteDropped() ? last.row() : null;
      rows.put(id, new Last(last.lsn(), last.tsMs(), row, false));
    } else if (isDropped(event, last)) {
      rows.put(id, last.withDeleteDropped(event.op() == SourceEvent.Op.DELETE));
    } else {
      rows.put(id, after(event, last, whole(event.after(), last.row())));
    }
  }

  private void truncate(SourceEvent event) {
    Last last = truncates.getOrDefault(event.table(), NEVER);
    if (isDropped(event, last)) {
      return;
    }
    truncates.put(event.table(), after(event, last, null));
    rows.replaceAll(
        (id, row) ->
            id.table() != event.table() || isDropped(event, row)
                ? row
                : after(event, row, null).withDeleteDropped(row.deleteDropped()));
  }

  private static Last after(SourceEvent event, Last last, @Nullable SourceRow row) {
    return event.lsn() == null && event.tsMs() == null
        ? new Last(last.lsn(), last.tsMs(), row, false)
        : new Last(event.lsn(), event.tsMs(), row, false);
  }

  private static @Nullable SourceRow whole(@Nullable SourceRow after, @Nullable SourceRow before) {
    if (after == null || !after.columns().containsValue(UNCHANGED)) {
      return after;
    }
    Map<String, @Nullable Object> columns = new HashMap<>(after.columns());
    columns.replaceAll(
        (name, value) ->
            !UNCHANGED.equals(value) ? value : before == null ? null : before.columns().get(name));
    boolean endMissing =
        columns.containsKey("purchase_id")
            && (columns.get("user_id") == null || columns.get("product_id") == null);
    return endMissing ? null : new SourceRow(columns);
  }

  private static boolean isDropped(SourceEvent event, Last last) {
    Integer position = compare(event.lsn(), last.lsn());
    Integer time = compare(event.tsMs(), last.tsMs());
    if (position != null && time != null) {
      return position < 0 && time <= 0;
    }
    if (position != null) {
      return position < 0;
    }
    return time != null && time < 0;
  }

  private static @Nullable Integer compare(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? null : Integer.valueOf(Long.compare(a, b));
  }

  /** The rows of a table that are there. */
  public List<SourceRow> of(Table table) {
    List<SourceRow> out = new ArrayList<>();
    rows.forEach(
        (id, last) -> {
          if (id.table() == table && last.row() != null) {
            out.add(last.row());
          }
        });
    return out;
  }

  /** The row of that key. */
  public @Nullable SourceRow row(Table table, List<String> key) {
    Last last = rows.get(new Id(table, key));
    return last == null ? null : last.row();
  }

  /** All rows that are there, whatever the way that led to them. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rows that && present().equals(that.present());
  }

  @Override
  public int hashCode() {
    return present().hashCode();
  }

  @Override
  public String toString() {
    return present().toString();
  }

  private Map<Id, SourceRow> present() {
    Map<Id, SourceRow> out = new HashMap<>();
    rows.forEach(
        (id, last) -> {
          if (last.row() != null) {
            out.put(id, Objects.requireNonNull(last.row()));
          }
        });
    return out;
  }
}
