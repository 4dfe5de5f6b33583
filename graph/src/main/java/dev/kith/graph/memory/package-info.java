/** The whole graph in memory. */
@NullMarked
package dev.kith.graph.memory;

import org.jspecify.annotations.NullMarked;
