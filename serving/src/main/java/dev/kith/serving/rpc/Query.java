package dev.kith.serving.rpc;

import dev.kith.features.Plan;

/**
 * A request that was found valid.
 *
 * @param key of the asked node
 * @param now the end of every window, in epoch microseconds
 */
record Query(String key, Plan plan, long now) {}
