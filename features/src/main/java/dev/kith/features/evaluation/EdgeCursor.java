package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.condition.Edges;
import dev.kith.features.evidence.AttributeValues;
import dev.kith.features.path.Kept;
import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the nodes at which the last hop of a path begins, and shows the edges of one after the
 * other. One evaluation, one thread.
 */
final class EdgeCursor implements Edges {
  private final Reader reader;
  private final Row self;
  private final NodeType target;

  /** The asked node, where edges could lead to it; else no node. */
  private final int excluded;

  private final boolean rowsAgain;

  private int source;
  private Adjacency edges = Adjacency.EMPTY;
  private int from;
  private int end;

  /** The rows of the edges' targets, as far as they were asked for, from {@code rowsFrom} on. */
  private @Nullable Row[] rows = {};

  private int rowsFrom;

  /**
   * @param rowsAgain whether the row of a node may be asked for again, by this or another
   */
  EdgeCursor(Reader reader, Row self, NodeType target, int excluded, boolean rowsAgain) {
    this.reader = reader;
    this.self = self;
    this.target = target;
    this.excluded = excluded;
    this.rowsAgain = rowsAgain;
  }

  /** Shows the edges of a node. */
  void show(int source, Kept kept) {
    this.source = source;
    this.edges = kept.edges();
    this.from = kept.from();
    this.end = kept.end();
    if (rows.length < end) {
      rows = new @Nullable Row[Math.max(end, 2 * rows.length)];
    }
    rowsFrom = end;
  }

  /** The node that the edges belong to. */
  int source() {
    return source;
  }

  /** The index of the first edge. */
  int from() {
    return from;
  }

  /** The index after the last. */
  int end() {
    return end;
  }

  /** The index of the first edge with an event time after this. */
  int firstAfter(long time) {
    return Math.min(end, Math.max(from, edges.firstAfter(time)));
  }

  /** Whether no edge can lead to the asked node. */
  boolean neverReturns() {
    return excluded < 0;
  }

  /** Whether the edge leads back to the asked node, which no hop does. */
  boolean returns(int i) {
    return excluded >= 0 && edges.neighbour(i) == excluded;
  }

  int neighbour(int i) {
    return edges.neighbour(i);
  }

  @Override
  public boolean has(AttributeRef ref, int i) {
    return switch (ref.owner()) {
      case EDGE -> edges.has(i, ref.attribute());
      case NODE -> row(i).has(ref.attribute());
      case SELF -> self.has(ref.attribute());
    };
  }

  @Override
  public long bits(AttributeRef ref, int i) {
    return switch (ref.owner()) {
      case EDGE -> edges.bits(i, ref.attribute());
      case NODE -> row(i).bits(ref.attribute());
      case SELF -> self.bits(ref.attribute());
    };
  }

  @Override
  public @Nullable String text(AttributeRef ref, int i) {
    return switch (ref.owner()) {
      case EDGE -> edges.text(i, ref.attribute());
      case NODE -> row(i).text(ref.attribute());
      case SELF -> self.text(ref.attribute());
    };
  }

  /** The value of an attribute that has one. */
  Object value(AttributeRef ref, int i) {
    return AttributeValues.value(ref.attribute(), bits(ref, i), text(ref, i));
  }

  private Row row(int i) {
    if (i < rowsFrom) {
      Arrays.fill(rows, i, rowsFrom, null);
      rowsFrom = i;
    }
    Row row = rows[i];
    if (row == null) {
      row = reader.row(target, edges.neighbour(i), rowsAgain);
      rows[i] = row;
    }
    return row;
  }
}
