package dev.kith.graph.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the graph is made of: {@code graph.yaml} after validation. Immutable; types are compared by
 * identity or by index within one schema.
 */
public record GraphSchema(
    List<NodeType> nodeTypes, List<EdgeType> edgeTypes, List<SourceTable> sources) {

  public GraphSchema {
    nodeTypes = List.copyOf(nodeTypes);
    edgeTypes = List.copyOf(edgeTypes);
    sources = List.copyOf(sources);
  }

  public Optional<NodeType> nodeType(String name) {
    return nodeTypes.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  public Optional<EdgeType> edgeType(String name) {
    return edgeTypes.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** The node or edge type of that name; the two share one name space. */
  public Optional<ElementType> elementType(String name) {
    return Stream.<ElementType>concat(nodeTypes.stream(), edgeTypes.stream())
        .filter(t -> t.name().equals(name))
        .findFirst();
  }

  public Optional<SourceTable> source(String topic) {
    return sources.stream().filter(s -> s.topic().equals(topic)).findFirst();
  }
}
