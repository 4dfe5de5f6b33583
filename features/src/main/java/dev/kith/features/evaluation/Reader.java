package dev.kith.features.evaluation;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a view what evaluations need, each row and each list of edges once, so that all features
 * see the same. One thread.
 */
final class Reader {
  private final GraphView view;
  private final boolean several;
  private final ReadMeter meter;
  private final @Nullable Int2ObjectOpenHashMap<Row>[] rows;
  private final Map<Hop, Int2ObjectOpenHashMap<Adjacency>> edges = new HashMap<>();

  /**
   * @param several whether it is for several evaluations, so that anything may be asked for again
   * @param meter learns what is read
   */
  Reader(GraphView view, boolean several, ReadMeter meter) {
    this.view = view;
    this.several = several;
    this.meter = meter;
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics
    @Nullable Int2ObjectOpenHashMap<Row>[] maps =
        new Int2ObjectOpenHashMap[view.schema().nodeTypes().size()];
    this.rows = maps;
  }

  String key(NodeType type, int node) {
    return view.key(type, node);
  }

  String edgeKey(EdgeType type, int edge) {
    return view.edgeKey(type, edge);
  }

  /** The attributes of a node; none if it is a stub. */
  Row row(NodeType type, int node) {
    Int2ObjectOpenHashMap<Row> known = rows[type.index()];
    if (known == null) {
      known = new Int2ObjectOpenHashMap<>();
      rows[type.index()] = known;
    }
    Row row = known.get(node);
    if (row == null) {
      Row read = view.row(type, node);
      row = read == null ? Row.builder(type).build() : read;
      known.put(node, row);
      meter.row(type, node);
    }
    return row;
  }

  /**
   * The edges of a node that a step follows.
   *
   * @param again whether edges along the same hop may be asked for again of the same node
   */
  Kept edges(Step step, int node, long now, boolean again) {
    Kept kept = Kept.of(edges(step.hop(), node, again), step.limit(), now);
    meter.edges(step, node, kept);
    return kept;
  }

  private Adjacency edges(Hop hop, int node, boolean again) {
    if (!again && !several) {
      return view.edges(hop, node);
    }
    return edges
        .computeIfAbsent(hop, h -> new Int2ObjectOpenHashMap<>())
        .computeIfAbsent(node, n -> view.edges(hop, n));
  }
}
