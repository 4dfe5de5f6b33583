package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import java.util.List;

/** Nodes from which a query reads, and what it reads from there. */
sealed interface Start {

  EgoShape shape();

  List<String> keys();

  /** The nodes that are asked about, and whether they exist. */
  record Asked(EgoShape shape, List<String> keys) implements Start {}

  /** Nodes to which added edges lead: whatever a walk may read from there on. */
  record Beyond(EgoShape shape, List<String> keys) implements Start {}

  /**
   * Nodes to which edges are added: what they are, and their lists of such edges, as far as limits
   * can reach. The order of these is known, as the added ones may push any of them out.
   */
  record Lists(EgoShape shape, List<String> keys) implements Start {}

  /** A pair that is to be added and may be there already, maybe where no limit reaches. */
  record Pair(EgoShape shape, String key, String other) implements Start {
    @Override
    public List<String> keys() {
      return List.of(key);
    }
  }
}
