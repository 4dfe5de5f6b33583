package dev.kith.serving.rpc;

import dev.kith.features.Plan;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.serving.freshness.Requirement;
import java.util.List;

/**
 * A request that was found valid.
 *
 * @param keys of the asked nodes
 * @param planned what is asked for
 * @param now the end of every window, in epoch microseconds
 * @param whatIf edges that are part of the graph for this evaluation
 * @param freshness how fresh the answer has to be
 * @param defaultUnknown whether an unknown node has an answer, too
 */
record Query(
    List<String> keys,
    Plans.Planned planned,
    long now,
    List<HypotheticalEdge> whatIf,
    Requirement freshness,
    boolean defaultUnknown) {

  /** How the features are computed. */
  Plan plan() {
    return planned.plan();
  }
}
