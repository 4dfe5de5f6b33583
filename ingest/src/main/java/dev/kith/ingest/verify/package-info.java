/**
 * Whether a store holds what {@code kith.graph-changes} says, element by element, while changes go
 * on; and how Dgraph is mended, or filled anew, from the topic.
 */
@NullMarked
package dev.kith.ingest.verify;

import org.jspecify.annotations.NullMarked;
