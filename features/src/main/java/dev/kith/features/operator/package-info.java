/**
 * Values of the graph around a node that no path can say. Each {@link
 * dev.kith.features.operator.Operator} is a class of its own, named in {@code
 * META-INF/services/dev.kith.features.operator.Operator}; so a library beside Kith can bring more.
 */
@NullMarked
package dev.kith.features.operator;

import org.jspecify.annotations.NullMarked;
