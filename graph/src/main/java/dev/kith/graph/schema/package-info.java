/**
 * What the graph is made of, and which source tables feed it: {@code graph.yaml} as typed values.
 */
@NullMarked
package dev.kith.graph.schema;

import org.jspecify.annotations.NullMarked;
