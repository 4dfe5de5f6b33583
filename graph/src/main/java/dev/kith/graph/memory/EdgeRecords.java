package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Edges of one type, of which the lists of all nodes are made at once: by number a record of its
 * ends and values, side by side, so that whoever comes to an edge finds all of it in one or two
 * cache lines. Each of its two ends has a place: twice its number, and one more at its target. One
 * thread writes; after that any may read.
 *
 * <p>Memory: 16 bytes an edge, and 8 for each attribute; a string is beside them, for 4 more.
 */
final class EdgeRecords implements Adjacency.Edges {
  private static final int BITS = 12;
  private static final int CHUNK = 1 << BITS;

  /** In place of the ends: no edge has this number. */
  private static final long NO_ENDS = -1;

  /** Where in a record its ends are, the source in the upper half; what it has; its values. */
  private static final int ENDS = 0;

  private static final int PRESENT = 1;
  private static final int VALUES = 2;

  private final boolean numbered;
  private final int eventTime;
  private final int attributes;
  private final int width;
  private final List<Attribute> strings;

  /** By attribute; those of numbers stay empty. */
  private final List<ChunkedArray<String>> texts;

  private long[][] chunks = {};
  private int limit;

  EdgeRecords(EdgeType type) {
    this.numbered = type.keyed();
    this.eventTime = type.eventTime().map(Attribute::index).orElse(-1);
    this.attributes = type.attributes().size();
    this.width = VALUES + attributes;
    this.strings =
        type.attributes().stream().filter(a -> a.type() == AttributeType.STRING).toList();
    this.texts = Stream.generate(ChunkedArray<String>::new).limit(attributes).toList();
  }

  /** All edges are below this. */
  int limit() {
    return limit;
  }

  boolean isThere(int edge) {
    return chunks[edge >>> BITS][start(edge) + ENDS] != NO_ENDS;
  }

  int from(int edge) {
    return (int) (chunks[edge >>> BITS][start(edge) + ENDS] >>> Integer.SIZE);
  }

  int to(int edge) {
    return (int) chunks[edge >>> BITS][start(edge) + ENDS];
  }

  /** Puts an edge, or another in its place. */
  void put(int edge, int from, int to, Row row) {
    int chunk = edge >>> BITS;
    if (chunk >= chunks.length) {
      chunks = Arrays.copyOf(chunks, chunk + 1 + (chunk >> 1));
    }
    for (; limit <= edge; limit++) {
      begin(limit);
    }
    long[] record = chunks[chunk];
    int start = start(edge);
    record[start + ENDS] = (long) from << Integer.SIZE | to;
    record[start + PRESENT] = row.present();
    for (int k = 0; k < attributes; k++) {
      record[start + VALUES + k] = row.bits(k);
    }
    for (Attribute attribute : strings) {
      text(edge, attribute, row.text(attribute));
    }
  }

  private void begin(int edge) {
    if (start(edge) == 0) {
      chunks[edge >>> BITS] = new long[CHUNK * width];
    }
    chunks[edge >>> BITS][start(edge) + ENDS] = NO_ENDS;
  }

  private void text(int edge, Attribute attribute, @Nullable String text) {
    ChunkedArray<String> column = texts.get(attribute.index());
    if (text == null) {
      column.clear(edge);
    } else {
      column.set(edge, text);
    }
  }

  /** Removes an edge that is there. */
  void remove(int edge) {
    chunks[edge >>> BITS][start(edge) + ENDS] = NO_ENDS;
    strings.forEach(attribute -> texts.get(attribute.index()).clear(edge));
  }

  private int start(int edge) {
    return (edge & (CHUNK - 1)) * width;
  }

  private long word(int place, int word) {
    int edge = place >>> 1;
    return chunks[edge >>> BITS][start(edge) + word];
  }

  @Override
  public int neighbour(int place) {
    long ends = word(place, ENDS);
    return (int) ((place & 1) == 0 ? ends : ends >>> Integer.SIZE);
  }

  @Override
  public int number(int place) {
    return numbered ? place >>> 1 : neighbour(place);
  }

  @Override
  public long time(int place) {
    return eventTime < 0 || (present(place) & 1L << eventTime) == 0
        ? Adjacency.NO_TIME
        : bits(place, eventTime);
  }

  @Override
  public long present(int place) {
    return word(place, PRESENT);
  }

  @Override
  public long bits(int place, int attribute) {
    return word(place, VALUES + attribute);
  }

  @Override
  public @Nullable String text(int place, int attribute) {
    return texts.get(attribute).get(place >>> 1);
  }
}
