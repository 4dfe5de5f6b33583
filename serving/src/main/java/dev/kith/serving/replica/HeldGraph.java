package dev.kith.serving.replica;

import dev.kith.graph.memory.MemoryGraph;
import java.util.Map;

/**
 * The replica's graph, which goes on changing.
 *
 * @param topicId the identity of the topic that it follows
 * @param positions by partition the offset before which every change was applied then
 */
public record HeldGraph(MemoryGraph graph, String topicId, Map<Integer, Long> positions) {}
