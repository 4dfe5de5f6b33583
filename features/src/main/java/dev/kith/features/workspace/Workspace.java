package dev.kith.features.workspace;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Memory that one evaluation after the other uses, so that none has to be found and cleared for
 * each. One evaluation at a time.
 */
public final class Workspace {
  private final List<NodeMap<Row>> rows = new ArrayList<>();
  private final List<NodeMap<Adjacency>> edges = new ArrayList<>();
  private final List<NodeBits> nodes = new ArrayList<>();
  private final Map<Class<?>, Object> reused = new HashMap<>();

  @SuppressWarnings("unused")
  private int touched;

  /** For rows of nodes of a type; empty at first. */
  public NodeMap<Row> rows(NodeType type) {
    return at(type.index(), rows, NodeMap::new);
  }

  /** For edges along a hop; empty at first. */
  public NodeMap<Adjacency> edges(Hop hop) {
    return at(2 * hop.edge().index() + (hop.forward() ? 0 : 1), edges, NodeMap::new);
  }

  /** For nodes that a feature meets; empty at first. */
  public NodeBits nodes(int feature) {
    NodeBits met = at(feature, nodes, NodeBits::new);
    met.clear();
    return met;
  }

  /** For whoever needs it; as it was left. */
  public <T> T reused(Class<T> type, Supplier<T> make) {
    return type.cast(reused.computeIfAbsent(type, t -> make.get()));
  }

  /** Stores a number for nobody, see {@link dev.kith.graph.GraphView#touchEdges}. */
  public void touched(int number) {
    touched += number;
  }

  private static <T> T at(int index, List<T> all, Supplier<T> make) {
    while (all.size() <= index) {
      all.add(make.get());
    }
    return all.get(index);
  }

  /** Forgets the graph. */
  public void clear() {
    rows.forEach(NodeMap::clear);
    edges.forEach(NodeMap::clear);
  }
}
