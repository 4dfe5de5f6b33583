package dev.kith.features.evaluation;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.workspace.NodeBits;
import dev.kith.features.workspace.NodeMap;
import dev.kith.features.workspace.Workspace;
import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.Supplier;

/**
 * Reads of a view what evaluations need, each row and each list of edges once, so that all features
 * see the same. One thread.
 */
final class Reader {
  private final GraphView view;
  private final Workspace known;
  private final boolean several;
  private final ReadMeter meter;

  /**
   * @param known keeps what was read
   * @param several whether it is for several evaluations, so that anything may be asked for again
   * @param meter learns what is read
   */
  Reader(GraphView view, Workspace known, boolean several, ReadMeter meter) {
    this.view = view;
    this.known = known;
    this.several = several;
    this.meter = meter;
  }

  String key(NodeType type, int node) {
    return view.key(type, node);
  }

  String edgeKey(EdgeType type, int edge) {
    return view.edgeKey(type, edge);
  }

  /** Memory for nodes that a feature meets; empty. */
  NodeBits nodes(int feature) {
    return known.nodes(feature);
  }

  /** As {@link dev.kith.features.operator.Ego#reused}. */
  <T> T reused(Class<T> type, Supplier<T> make) {
    return known.reused(type, make);
  }

  /**
   * The edges along a hop of nodes from {@code from} until before {@code to} are asked for next.
   */
  void touchEdges(Hop hop, IntArrayList nodes, int from, int to) {
    known.touched(view.touchEdges(hop, nodes.elements(), from, to));
  }

  /** The rows of the nodes that edges lead to are asked for next. */
  void touchRows(NodeType type, Kept list) {
    known.touched(view.touchRows(type, list.edges(), list.from(), list.end()));
  }

  /** The attributes of a node, which may be asked for again; none if it is a stub. */
  Row row(NodeType type, int node) {
    return row(type, node, true);
  }

  /**
   * The attributes of a node; none if it is a stub.
   *
   * @param again whether they may be asked for again
   */
  Row row(NodeType type, int node, boolean again) {
    if (!again && !several) {
      return read(type, node);
    }
    NodeMap<Row> rows = known.rows(type);
    int place = rows.place(node);
    Row row = rows.get(place);
    if (row == null) {
      row = read(type, node);
      rows.put(place, row);
    }
    return row;
  }

  private Row read(NodeType type, int node) {
    meter.row(type, node);
    Row row = view.row(type, node);
    return row == null ? Row.builder(type).build() : row;
  }

  /**
   * The edges of a node that a step follows.
   *
   * @param again whether edges along the same hop may be asked for again of the same node
   */
  Kept edges(Step step, int node, long now, boolean again) {
    Adjacency list = edges(step.hop(), node, again);
    Kept kept = Kept.of(list, step.limit(), now, view.newest(step.hop()));
    meter.edges(step, node, kept);
    return kept;
  }

  private Adjacency edges(Hop hop, int node, boolean again) {
    if (!again && !several) {
      return view.edges(hop, node);
    }
    NodeMap<Adjacency> lists = known.edges(hop);
    int place = lists.place(node);
    Adjacency list = lists.get(place);
    if (list == null) {
      list = view.edges(hop, node);
      lists.put(place, list);
    }
    return list;
  }
}
