package dev.kith.features.evaluation;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.NodeType;

/** Learns what evaluations read of the graph. What it throws ends them. One thread. */
public interface ReadMeter {

  /** Learns nothing. */
  ReadMeter NONE =
      new ReadMeter() {
        @Override
        public void row(NodeType type, int node) {}

        @Override
        public void edges(Step step, int node, Kept kept) {}
      };

  /** The row of a node other than the asked one, each once. */
  void row(NodeType type, int node);

  /** The edges that a step follows from a node, as often as they are asked for. */
  void edges(Step step, int node, Kept kept);
}
