package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import java.util.List;

/** Which arrays the edges of a type need. */
final class EdgeLayout {
  static final EdgeLayout NONE = new EdgeLayout(List.of(), -1, false);

  private final AttributeType[] types;
  private final int eventTime;
  private final boolean numbered;
  private final long others;

  private EdgeLayout(List<Attribute> attributes, int eventTime, boolean numbered) {
    this.types = attributes.stream().map(Attribute::type).toArray(AttributeType[]::new);
    this.eventTime = eventTime;
    this.numbered = numbered;
    long all = 0;
    for (int k = 0; k < types.length; k++) {
      all |= k == eventTime ? 0 : 1L << k;
    }
    this.others = all;
  }

  static EdgeLayout of(EdgeType type, boolean numbered) {
    int eventTime = type.eventTime().map(Attribute::index).orElse(-1);
    return new EdgeLayout(type.attributes(), eventTime, numbered);
  }

  /** How many attributes there are, the event time among them. */
  int attributes() {
    return types.length;
  }

  AttributeType type(int attribute) {
    return types[attribute];
  }

  /** The index of the attribute that is the event time; -1 if there is none. */
  int eventTime() {
    return eventTime;
  }

  /** Whether edges have numbers of their own; if not, the neighbour tells them apart. */
  boolean numbered() {
    return numbered;
  }

  /** A bit for each attribute but the event time. */
  long others() {
    return others;
  }

  /** The event time that a row says; {@link Adjacency#NO_TIME} if it says none. */
  long time(Row row) {
    return eventTime < 0 || (row.present() & 1L << eventTime) == 0
        ? Adjacency.NO_TIME
        : row.bits(eventTime);
  }
}
