package dev.kith.serving.rpc;

import dev.kith.features.Plan;
import dev.kith.serving.freshness.Requirement;
import java.util.List;

/**
 * A request that was found valid.
 *
 * @param keys of the asked nodes
 * @param now the end of every window, in epoch microseconds
 * @param freshness how fresh the answer has to be
 * @param defaultUnknown whether an unknown node has an answer, too
 */
record Query(
    List<String> keys, Plan plan, long now, Requirement freshness, boolean defaultUnknown) {}
