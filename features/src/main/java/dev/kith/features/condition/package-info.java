/** Conditions on edges: CEL, checked against the graph's types. */
@NullMarked
package dev.kith.features.condition;

import org.jspecify.annotations.NullMarked;
