/** From the CDC topics to {@code kith.graph-changes}, and from there to Dgraph. */
@NullMarked
package dev.kith.ingest;

import org.jspecify.annotations.NullMarked;
