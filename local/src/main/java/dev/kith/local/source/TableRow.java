package dev.kith.local.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table. Immutable.
 *
 * @param values one a column, in the columns' order and of their types; null for SQL's NULL
 */
public record TableRow(Table table, List<@Nullable Object> values) {

  public TableRow {
    if (values.size() != table.columns().size()) {
      throw new IllegalArgumentException(table + " has not " + values.size() + " columns");
    }
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  public static TableRow of(Table table, @Nullable Object... values) {
    return new TableRow(table, Arrays.asList(values));
  }

  public @Nullable Object value(String column) {
    return values.get(table.index(column));
  }

  /** The value of a text column that can't be null. */
  public String text(String column) {
    return (String) Objects.requireNonNull(value(column), column);
  }

  /** The same row but for one column. */
  public TableRow with(String column, @Nullable Object value) {
    List<@Nullable Object> changed = new ArrayList<>(values);
    changed.set(table.index(column), value);
    return new TableRow(table, changed);
  }
}
