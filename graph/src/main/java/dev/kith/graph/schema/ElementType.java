package dev.kith.graph.schema;

import java.util.List;
import java.util.Optional;

/** A declared type of node or edge. */
public sealed interface ElementType permits NodeType, EdgeType {

  /** At most this many attributes a type, so that one word says which are present. */
  int MAX_ATTRIBUTES = 64;

  /** Unique among all node and edge types. */
  String name();

  /** Its position among the types of its kind, from 0. */
  int index();

  /** In declared order: {@code attributes().get(i).index() == i}. */
  List<Attribute> attributes();

  default Optional<Attribute> attribute(String name) {
    return attributes().stream().filter(a -> a.name().equals(name)).findFirst();
  }
}
