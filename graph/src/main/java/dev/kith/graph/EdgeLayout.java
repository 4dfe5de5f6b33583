package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.List;

/**
 * Which arrays the edges of a type need.
 *
 * @param eventTime the index of the attribute that is the event time; -1 if there is none
 * @param numbered whether edges have numbers of their own; if not, the neighbour tells them apart
 * @param others a bit for each attribute but the event time
 */
record EdgeLayout(List<Attribute> attributes, int eventTime, boolean numbered, long others) {
  static final EdgeLayout NONE = new EdgeLayout(List.of(), -1, false, 0);

  static EdgeLayout of(EdgeType type, boolean numbered) {
    int eventTime = type.eventTime().map(Attribute::index).orElse(-1);
    long others = 0;
    for (Attribute attribute : type.attributes()) {
      if (attribute.index() != eventTime) {
        others |= 1L << attribute.index();
      }
    }
    return new EdgeLayout(type.attributes(), eventTime, numbered, others);
  }

  /** The event time that a row says; {@link Adjacency#NO_TIME} if it says none. */
  long time(Row row) {
    if (eventTime < 0 || !row.has(attributes.get(eventTime))) {
      return Adjacency.NO_TIME;
    }
    return row.bits(attributes.get(eventTime));
  }
}
