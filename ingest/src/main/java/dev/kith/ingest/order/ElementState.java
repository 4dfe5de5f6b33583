package dev.kith.ingest.order;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.order.RowState.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows that make up one element: one; of a symmetric edge up to two, (a, b) and (b, a).
 *
 * @param row the row; of a symmetric edge the one with its ends in the element's order, whose key
 *     comes first
 * @param swapped of a symmetric edge the row with its ends in the other order; otherwise unseen
 * @param truncates the number of the last truncate of the table that the rows know of
 */
public record ElementState(RowState row, RowState swapped, long truncates) {

  /** An element of which nothing was seen. */
  public static final ElementState UNSEEN = new ElementState(RowState.UNSEEN, RowState.UNSEEN, 0);

  /** What a change made of the element's state, and whether the change was taken. */
  public record Step(ElementState state, boolean taken) {}

  /** The state after a change of one of its rows. */
  public Step apply(RowChange change) {
    if (change.swapped()) {
      RowState.Step step = swapped.apply(change);
      return new Step(new ElementState(row, step.state(), truncates), step.taken());
    }
    RowState.Step step = row.apply(change);
    return new Step(new ElementState(step.state(), swapped, truncates), step.taken());
  }

  /**
   * The state after the truncates of its table, of which it may have missed some. To every row,
   * seen or not, a truncate is a delete. The last one says it all; and it counts once, even for a
   * row of which nothing tells whether it is older.
   */
  public ElementState after(TableState table) {
    if (truncates == table.truncates()) {
      return this;
    }
    RowChange truncate = table.lastTruncate();
    return new ElementState(
        row.apply(truncate).state(), swapped.apply(truncate).state(), table.truncates());
  }

  /**
   * What the graph should hold. An element exists while one of its rows does. Of two rows the first
   * gives the attributes, but the event time is the earliest of both, and a row without one is the
   * earliest of all.
   */
  public GraphChange change(Element element) {
    List<Values> live =
        Stream.of(row, swapped).map(RowState::values).flatMap(Optional::stream).toList();
    if (live.isEmpty()) {
      return new GraphChange.Remove(element);
    }
    Values first = live.getFirst();
    return switch (element) {
      case Element.Node node -> new GraphChange.PutNode(node, row(node.type(), first));
      case Element.KeyedEdge edge ->
          first
              .ends()
              .<GraphChange>map(
                  e -> new GraphChange.PutEdge(edge, e.from(), e.to(), row(edge.type(), first)))
              .orElseGet(() -> new GraphChange.Remove(edge));
      case Element.Pair pair -> new GraphChange.PutPair(pair, merged(pair.type(), live));
    };
  }

  private static Row merged(EdgeType type, List<Values> live) {
    Row first = row(type, live.getFirst());
    if (live.size() == 1 || type.eventTime().isEmpty()) {
      return first;
    }
    Attribute eventTime = type.eventTime().get();
    Row second = row(type, live.getLast());
    Row.Builder merged = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      if (!attribute.equals(eventTime)) {
        merged.setValue(attribute, first.value(attribute));
      }
    }
    if (first.has(eventTime) && second.has(eventTime)) {
      merged.set(eventTime, Math.min(first.bits(eventTime), second.bits(eventTime)));
    }
    return merged.build();
  }

  /**
   * By today's types: a stored value of a type that {@code graph.yaml} has since changed is left
   * out.
   */
  private static Row row(ElementType type, Values values) {
    Row.Builder row = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      Object value = values.attributes().get(attribute.name());
      if (value != null && isOf(attribute.type(), value)) {
        row.setValue(attribute, value);
      }
    }
    return row.build();
  }

  private static boolean isOf(AttributeType type, Object value) {
    return switch (type) {
      case INT, TIMESTAMP -> value instanceof Long;
      case DOUBLE -> value instanceof Double;
      case BOOL -> value instanceof Boolean;
      case STRING -> value instanceof String;
    };
  }
}
