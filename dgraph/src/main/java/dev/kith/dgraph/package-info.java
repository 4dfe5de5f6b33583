/**
 * The Dgraph adapter: its schema, the writer, and the ego graph as a {@link
 * dev.kith.graph.GraphView}.
 */
@NullMarked
package dev.kith.dgraph;

import org.jspecify.annotations.NullMarked;
