package dev.kith.graph;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the edges of a list, but for their event times: a column each, slot {@code i}
 * for edge {@code i}. Versions of a list share them, see {@link Adjacency}.
 *
 * <p>What is the same for all edges of the list is not stored: there is no column for an attribute
 * that no edge has, and no mask of present attributes while no edge lacks one.
 */
final class EdgeColumns {
  private static final @Nullable Object[] NO_COLUMNS = {};
  private static final AttributeType MASK = AttributeType.INT;

  private final EdgeLayout layout;

  /**
   * By attribute a {@link NumberColumn}, a {@code String[]}, or null if there is none; last the
   * mask, a column of numbers too. Empty where the type has no attributes.
   */
  private final @Nullable Object[] columns;

  private EdgeColumns(EdgeLayout layout, @Nullable Object[] columns) {
    this.layout = layout;
    this.columns = columns;
  }

  /** Those of a list without edges. */
  static EdgeColumns empty(EdgeLayout layout) {
    return new EdgeColumns(
        layout, layout.others() == 0 ? NO_COLUMNS : new @Nullable Object[layout.attributes() + 1]);
  }

  /** Those of the edges in some places. */
  static EdgeColumns of(
      EdgeLayout layout, Adjacency.Edges edges, int[] places, int start, int end) {
    EdgeColumns out = empty(layout);
    for (int k = 0; k < out.columns.length; k++) {
      int i = start;
      while (i < end) {
        if (out.write(k, i - start, edges, places[i])) {
          i++;
        } else { // all again, to a column that holds this one too
          int width = Math.max(width(out.columns[k]), out.width(k, edges, places[i]));
          out.columns[k] = out.column(k, width, end - start);
          i = start;
        }
      }
    }
    return out;
  }

  /** Writes a value of the edge in a place; false if the column does not hold it. */
  private boolean write(int k, int i, Adjacency.Edges edges, int place) {
    Object column = columns[k];
    if (column == null) {
      return width(k, edges, place) == 0;
    }
    if (column instanceof @Nullable String[] texts) {
      texts[i] = edges.text(place, k);
      return true;
    }
    return NumberColumn.set(type(k), column, i, number(k, edges, place));
  }

  /**
   * Those of a list in an image.
   *
   * @param widths of the columns, as {@link #widths}
   * @param texts the values of the columns of strings, one after the other
   */
  static EdgeColumns read(
      EdgeLayout layout, int[] widths, int size, Block block, Iterator<@Nullable String> texts)
      throws DamagedException {
    EdgeColumns out = empty(layout);
    for (int k = 0; k < out.columns.length; k++) {
      if (widths[k] > 0 && out.type(k) == AttributeType.STRING) {
        @Nullable String[] strings = new @Nullable String[size];
        Arrays.setAll(strings, _ -> texts.next());
        out.columns[k] = strings;
      } else if (widths[k] > 0) {
        out.columns[k] = NumberColumn.read(widths[k], size, block);
      }
    }
    return out;
  }

  /** Adds the numbers of the first edges to a block. */
  void write(int size, BlockBuilder block) {
    for (Object column : columns) {
      if (column != null && !(column instanceof String[])) {
        NumberColumn.write(column, size, block);
      }
    }
  }

  /** Adds the strings of the first edges to a list. */
  void addTexts(int size, List<@Nullable String> texts) {
    for (Object column : columns) {
      if (column instanceof @Nullable String[] strings) {
        texts.addAll(Arrays.asList(strings).subList(0, size));
      }
    }
  }

  /** By column how wide it is; 0 if there is none. */
  int[] widths() {
    return Arrays.stream(columns).mapToInt(EdgeColumns::width).toArray();
  }

  EdgeLayout layout() {
    return layout;
  }

  boolean has(int i, Attribute attribute) {
    return (present(i) & bit(attribute.index())) != 0;
  }

  long bits(int i, Attribute attribute) {
    Object column = columns.length == 0 ? null : columns[attribute.index()];
    return column == null || column instanceof String[]
        ? 0
        : NumberColumn.get(attribute.type(), column, i);
  }

  @Nullable String text(int i, Attribute attribute) {
    return columns.length > 0 && columns[attribute.index()] instanceof String[] column
        ? column[i]
        : null;
  }

  /** Whether an edge has the values of a row, and no others; the event time apart. */
  boolean holds(int i, Row row) {
    if (present(i) != (row.present() & layout.others())) {
      return false;
    }
    for (int k = 0; k < columns.length - 1; k++) {
      Object column = columns[k];
      boolean same =
          column == null
              || (column instanceof String[] texts
                  ? Objects.equals(texts[i], row.text(k))
                  : NumberColumn.get(layout.type(k), column, i) == row.bits(k));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Columns like these, without values. */
  EdgeColumns fresh(int capacity) {
    @Nullable Object[] out = new @Nullable Object[columns.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = column(k, width(columns[k]), capacity);
    }
    return out.length == 0 ? this : new EdgeColumns(layout, out);
  }

  /** Columns without values that accept what these do, and a row. */
  EdgeColumns fresh(int capacity, Row row) {
    @Nullable Object[] out = new @Nullable Object[columns.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = column(k, Math.max(width(columns[k]), width(k, row)), capacity);
    }
    return out.length == 0 ? this : new EdgeColumns(layout, out);
  }

  /**
   * Writes the values of a row to a slot that no version has.
   *
   * @return false if there is no column for one of them, or it is not wide enough
   */
  boolean write(int i, Row row) {
    for (int k = 0; k < columns.length; k++) {
      Object column = columns[k];
      if (column == null) {
        if (width(k, row) > 0) {
          return false;
        }
      } else if (column instanceof @Nullable String[] texts) {
        texts[i] = row.text(k);
      } else if (!NumberColumn.set(type(k), column, i, number(k, row))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Copies the slots from {@code start} until before {@code end} of others, whose values these
   * columns accept, to {@code to} on.
   */
  void copy(EdgeColumns from, int start, int end, int to) {
    int length = end - start;
    for (int k = 0; k < columns.length; k++) {
      Object column = columns[k];
      Object source = from.columns[k];
      if (column instanceof String[]) {
        if (source != null) {
          System.arraycopy(source, start, column, to, length);
        }
      } else if (column != null && source != null) {
        NumberColumn.copy(type(k), source, start, column, to, length);
      } else if (column != null && k == columns.length - 1) {
        for (int i = to; i < to + length; i++) {
          NumberColumn.set(MASK, column, i, layout.others());
        }
      }
    }
  }

  /** A bit for each attribute (the event time apart) that an edge has. */
  private long present(int i) {
    Object mask = columns.length == 0 ? null : columns[columns.length - 1];
    return mask == null ? layout.others() : NumberColumn.get(MASK, mask, i);
  }

  private @Nullable Object column(int k, int width, int capacity) {
    if (width == 0) {
      return null;
    }
    return type(k) == AttributeType.STRING
        ? new @Nullable String[capacity]
        : NumberColumn.create(width, capacity);
  }

  /** 0 if there is none; 1 for one of strings. */
  private static int width(@Nullable Object column) {
    return column == null ? 0 : column instanceof String[] ? 1 : NumberColumn.width(column);
  }

  /** How wide column {@code k} must be for a row; 0 if the row does not need it. */
  private int width(int k, Row row) {
    if (k == columns.length - 1) {
      return number(k, row) == layout.others() ? 0 : NumberColumn.width(MASK, layout.others());
    }
    if ((row.present() & layout.others() & bit(k)) == 0) {
      return 0;
    }
    return type(k) == AttributeType.STRING ? 1 : NumberColumn.width(type(k), number(k, row));
  }

  private long number(int k, Row row) {
    return k == columns.length - 1 ? row.present() & layout.others() : row.bits(k);
  }

  /** As {@link #width(int, Row)}, for the edge in a place. */
  private int width(int k, Adjacency.Edges edges, int place) {
    if (k == columns.length - 1) {
      return number(k, edges, place) == layout.others()
          ? 0
          : NumberColumn.width(MASK, layout.others());
    }
    if ((edges.present(place) & layout.others() & bit(k)) == 0) {
      return 0;
    }
    return type(k) == AttributeType.STRING
        ? 1
        : NumberColumn.width(type(k), number(k, edges, place));
  }

  private long number(int k, Adjacency.Edges edges, int place) {
    return k == columns.length - 1 ? edges.present(place) & layout.others() : edges.bits(place, k);
  }

  private AttributeType type(int k) {
    return k == columns.length - 1 ? MASK : layout.type(k);
  }

  private static long bit(int k) {
    return 1L << k;
  }
}
