/** The inner loops, each alone, under JMH. */
@NullMarked
package dev.kith.bench.loops;

import org.jspecify.annotations.NullMarked;
