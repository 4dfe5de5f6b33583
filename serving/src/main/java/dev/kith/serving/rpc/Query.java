package dev.kith.serving.rpc;

import dev.kith.features.Plan;
import dev.kith.serving.freshness.Requirement;

/**
 * A request that was found valid.
 *
 * @param key of the asked node
 * @param now the end of every window, in epoch microseconds
 * @param freshness how fresh the answer has to be
 */
record Query(String key, Plan plan, long now, Requirement freshness) {}
