package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream.Copy;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything in a graph that goes on changing, as a reader does: each node's row, then
 * its lists. Each edge is told from both lists that it is in. Of an element that changes meanwhile
 * a copy may be missing, or be of two moments: its key of one, its values of another.
 */
final class GraphWalk {

  private final MemoryGraph graph;

  GraphWalk(MemoryGraph graph) {
    this.graph = graph;
  }

  <E extends Exception> void walk(MemoryGraph.Visitor<E> visitor) throws E {
    for (NodeType type : graph.schema().nodeTypes()) {
      for (int node = 0; node < graph.numbers(type); node++) {
        String key = graph.key(type, node);
        if (key.isEmpty()) {
          continue;
        }
        Row row = graph.row(type, node);
        if (row != null) {
          visitor.visit(new Copy(new GraphChange.PutNode(new Element.Node(type, key), row), false));
        }
        for (EdgeType edge : graph.schema().edgeTypes()) {
          if (edge.from().equals(type)) {
            edges(new Hop(edge, true), node, key, visitor);
          }
          if (edge.to().equals(type) && !edge.symmetric()) {
            edges(new Hop(edge, false), node, key, visitor);
          }
        }
      }
    }
  }

  private <E extends Exception> void edges(
      Hop hop, int node, String key, MemoryGraph.Visitor<E> visitor) throws E {
    Adjacency list = graph.edges(hop, node);
    for (int i = 0; i < list.size(); i++) {
      String other = graph.key(hop.target(), list.neighbour(i));
      if (other.isEmpty()) {
        continue; // it is being removed
      }
      String from = hop.forward() ? key : other;
      String to = hop.forward() ? other : key;
      GraphChange put = put(hop.edge(), list, i, from, to);
      if (put != null) {
        int order = hop.edge().symmetric() ? key.compareTo(other) : 0;
        boolean backward = order > 0 || !hop.forward();
        visitor.visit(new Copy(put, backward));
        if (hop.edge().symmetric() && order == 0) { // its two lists are one
          visitor.visit(new Copy(put, true));
        }
      }
    }
  }

  /** Null if it is being removed. */
  private @Nullable GraphChange put(EdgeType type, Adjacency list, int i, String from, String to) {
    Row row = row(type, list, i);
    if (!type.keyed()) {
      return new GraphChange.PutPair(new Element.Pair(type, from, to), row);
    }
    String key = graph.edgeKey(type, list.edge(i));
    return key.isEmpty()
        ? null
        : new GraphChange.PutEdge(new Element.KeyedEdge(type, key), from, to, row);
  }

  private static Row row(EdgeType type, Adjacency list, int i) {
    Row.Builder row = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      if (list.has(i, attribute)) {
        String text = list.text(i, attribute);
        if (attribute.type() == AttributeType.STRING && text != null) {
          row.set(attribute, text);
        } else {
          row.set(attribute, list.bits(i, attribute));
        }
      }
    }
    return row.build();
  }
}
