/** Serving's own copy of the graph, filled from {@code kith.graph-changes}. */
@NullMarked
package dev.kith.serving.replica;

import org.jspecify.annotations.NullMarked;
