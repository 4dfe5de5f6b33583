package dev.kith.graph.schema;

import java.util.List;
import java.util.Optional;

/**
 * A declared type of edge. An edge is identified either by a key of its own (then there may be many
 * between the same two nodes), or by the pair of its ends (then there is at most one).
 *
 * @param symmetric whether an edge from a to b is also one from b to a; only between nodes of one
 *     type, and only without a key
 * @param record for an edge type with a key, how it is stored in Dgraph; otherwise empty
 * @param eventTime the attribute, a timestamp, that says when the edge came to be
 */
public record EdgeType(
    String name,
    int index,
    NodeType from,
    NodeType to,
    boolean symmetric,
    Optional<EdgeRecord> record,
    List<Attribute> attributes,
    Optional<Attribute> eventTime)
    implements ElementType {

  /**
   * An edge with a key of its own: in Dgraph a node of its own, which points to both ends.
   *
   * @param key the name of the key ({@code purchase_id}), and the predicate that holds it
   * @param from the predicate that leads to the edge's source ({@code buyer})
   * @param to the predicate that leads to the edge's target ({@code product})
   */
  public record EdgeRecord(String key, String from, String to) {}

  public EdgeType {
    attributes = List.copyOf(attributes);
  }

  /** Whether edges of this type have a key of their own. */
  public boolean keyed() {
    return record.isPresent();
  }

  /** By the name alone, since types are part of the keys of hash maps. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
