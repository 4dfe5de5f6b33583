package dev.kith.serving.source;

import dev.kith.graph.GraphView;
import dev.kith.graph.change.Watermark;
import java.util.Optional;

/**
 * The graph for one request.
 *
 * @param watermark of what is in it at least; empty if that is not known
 */
public record Reading(GraphView view, Optional<Watermark> watermark) {}
