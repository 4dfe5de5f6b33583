/**
 * The Kafka Streams part: CDC topics to {@code kith.graph-changes}. {@link
 * dev.kith.ingest.topology.IngestTopology} is the whole way in one method.
 */
@NullMarked
package dev.kith.ingest.topology;

import org.jspecify.annotations.NullMarked;
