package dev.kith.dgraph;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch of changes comes to, and what must be looked up to write it.
 *
 * @param changes the last of each element: it decides
 * @param nodes the nodes that they name, themselves or as ends
 * @param records the keyed edges among them, by type
 */
record Batch(
    Collection<GraphChange> changes, Set<NodeKey> nodes, Map<EdgeType, Set<String>> records) {

  static Batch of(List<GraphChange> changes) {
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    changes.forEach(change -> last.put(change.element(), change));
    Set<NodeKey> nodes = new LinkedHashSet<>();
    Map<EdgeType, Set<String>> records = new HashMap<>();
    for (GraphChange change : last.values()) {
      switch (change.element()) {
        case Element.Node node -> nodes.add(NodeKey.of(node.type(), node.key()));
        case Element.Pair pair -> {
          nodes.add(NodeKey.of(pair.type().from(), pair.from()));
          nodes.add(NodeKey.of(pair.type().to(), pair.to()));
        }
        case Element.KeyedEdge edge ->
            records.computeIfAbsent(edge.type(), t -> new LinkedHashSet<>()).add(edge.key());
      }
      if (change instanceof GraphChange.PutEdge put) {
        nodes.add(NodeKey.of(put.element().type().from(), put.from()));
        nodes.add(NodeKey.of(put.element().type().to(), put.to()));
      }
    }
    return new Batch(last.values(), nodes, records);
  }
}
