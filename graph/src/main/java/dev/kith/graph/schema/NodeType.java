package dev.kith.graph.schema;

import java.util.List;

/**
 * A declared type of node.
 *
 * @param key the name of its key ({@code user_id}); in Dgraph the predicate that holds it
 */
public record NodeType(String name, int index, String key, List<Attribute> attributes)
    implements ElementType {

  public NodeType {
    attributes = List.copyOf(attributes);
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
