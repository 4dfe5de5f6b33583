/**
 * The graph: its model, {@link dev.kith.graph.GraphView} (what a feature may read), and the graph
 * in memory. This module depends on no other module of Kith.
 */
@NullMarked
package dev.kith.graph;

import org.jspecify.annotations.NullMarked;
