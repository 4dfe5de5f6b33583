/**
 * From {@code kith.graph-changes} to Dgraph, with a plain consumer whose position is kept in
 * Dgraph. {@link dev.kith.ingest.write.ChangeConsumer} polls; a {@link
 * dev.kith.ingest.write.PartitionWriter} a partition writes.
 */
@NullMarked
package dev.kith.ingest.write;

import org.jspecify.annotations.NullMarked;
