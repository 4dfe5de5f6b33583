/**
 * What another {@code features.yaml} would change, and what it would cost: before it is served.
 *
 * <p>Costs are counted in <em>elements touched</em>: the rows of nodes, the asked one's among them,
 * and the edges, as many as limits keep, that one evaluation reads, each once.
 */
@NullMarked
package dev.kith.features.review;

import org.jspecify.annotations.NullMarked;
