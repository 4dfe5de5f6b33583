/** How answers are made: how fast, of how large a graph, under how much load. */
@NullMarked
package dev.kith.bench.answers;

import org.jspecify.annotations.NullMarked;
