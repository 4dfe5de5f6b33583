package dev.kith.graph.memory;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;

/** What changed while an image was written, by type. */
final class ChangedMeanwhile implements MemoryGraph.Observer {
  private final List<IntArrayList> rows;
  private final List<EdgeEnds> edges;

  ChangedMeanwhile(GraphSchema schema) {
    rows = schema.nodeTypes().stream().map(_ -> new IntArrayList()).toList();
    edges = schema.edgeTypes().stream().map(_ -> new EdgeEnds()).toList();
  }

  @Override
  public void row(NodeType type, int node) {
    rows(type).add(node);
  }

  @Override
  public void edge(EdgeType type, int from, int to, int number) {
    edges(type).add(from, to, number);
  }

  /** The nodes whose rows changed. */
  IntArrayList rows(NodeType type) {
    return rows.get(type.index());
  }

  /** The edges that changed, also between the ends that they had before. */
  EdgeEnds edges(EdgeType type) {
    return edges.get(type.index());
  }
}
