/** What is asked of the graph: {@code features.yaml}, to a plan, to a vector. */
@NullMarked
package dev.kith.features;

import org.jspecify.annotations.NullMarked;
