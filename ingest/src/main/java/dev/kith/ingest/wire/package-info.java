/**
 * From bytes to Avro: Confluent's wire format and the schema registry, or another {@link
 * org.apache.kafka.common.serialization.Deserializer}. Here a record that can't be read is told
 * from a registry that does not answer.
 */
@NullMarked
package dev.kith.ingest.wire;

import org.jspecify.annotations.NullMarked;
