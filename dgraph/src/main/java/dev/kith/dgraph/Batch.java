package dev.kith.dgraph;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * @param needed those of them that must be there, if only as ends
 * @param records the keyed edges among them, by type
 * @param direct the direct edges that they set
 */
record Batch(
    Collection<GraphChange> changes,
    Set<NodeKey> nodes,
    Set<NodeKey> needed,
    Map<EdgeType, Set<String>> records,
    Set<Claims.Direct> direct) {

  static Batch of(List<GraphChange> changes) {
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    changes.forEach(change -> last.put(change.element(), change));
    Set<NodeKey> nodes = new LinkedHashSet<>();
    Set<NodeKey> needed = new LinkedHashSet<>();
    Map<EdgeType, Set<String>> records = new HashMap<>();
    Set<Claims.Direct> direct = new HashSet<>();
    for (GraphChange change : last.values()) {
      switch (change.element()) {
        case Element.Node node -> nodes.add(NodeKey.of(node.type(), node.key()));
        case Element.Pair pair -> nodes.addAll(ends(pair.type(), pair.from(), pair.to()));
        case Element.KeyedEdge edge ->
            records.computeIfAbsent(edge.type(), t -> new LinkedHashSet<>()).add(edge.key());
      }
      switch (change) {
        case GraphChange.PutNode(Element.Node node, var _) ->
            needed.add(NodeKey.of(node.type(), node.key()));
        case GraphChange.PutPair(Element.Pair pair, var _) ->
            needed.addAll(ends(pair.type(), pair.from(), pair.to()));
        case GraphChange.PutEdge put -> {
          EdgeType type = put.element().type();
          needed.addAll(ends(type, put.from(), put.to()));
          direct.add(new Claims.Direct(type, put.from(), put.to()));
        }
        case GraphChange.Remove _ -> {}
      }
    }
    nodes.addAll(needed);
    return new Batch(last.values(), nodes, needed, records, direct);
  }

  private static List<NodeKey> ends(EdgeType type, String from, String to) {
    return List.of(NodeKey.of(type.from(), from), NodeKey.of(type.to(), to));
  }
}
