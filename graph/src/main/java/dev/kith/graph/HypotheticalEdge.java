package dev.kith.graph;

import dev.kith.graph.change.Element;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import java.util.List;

/**
 * An edge that does not exist, so that one can ask what would be if it did.
 *
 * @param from the key of the node that it leads from, which need not exist
 * @param to the key of the node that it leads to, which need not exist
 */
public record HypotheticalEdge(EdgeType type, String from, String to, Row row) {

  /** One direction in which it can be followed. */
  public record Way(Hop hop, String from, String to) {}

  public HypotheticalEdge {
    if (!Element.isKey(from) || !Element.isKey(to)) {
      throw new IllegalArgumentException("an end of " + type + " that is no key");
    }
    if (type.symmetric() && from.equals(to)) {
      throw new IllegalArgumentException("both ends of " + type + " are '" + from + "'");
    }
  }

  /** Both directions in which it can be followed. */
  public List<Way> ways() {
    return List.of(
        new Way(new Hop(type, true), from, to), new Way(new Hop(type, type.symmetric()), to, from));
  }

  /** The event time in epoch microseconds, or {@link Adjacency#NO_TIME}. */
  public long time() {
    return type.eventTime().filter(row::has).map(row::bits).orElse(Adjacency.NO_TIME);
  }
}
