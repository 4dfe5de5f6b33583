/** Features computed over a {@link dev.kith.graph.GraphView}. */
@NullMarked
package dev.kith.features.evaluation;

import org.jspecify.annotations.NullMarked;
