/** One change of one element of the graph, and its form on the topic {@code kith.graph-changes}. */
@NullMarked
package dev.kith.graph.change;

import org.jspecify.annotations.NullMarked;
