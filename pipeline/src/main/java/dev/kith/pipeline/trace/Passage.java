package dev.kith.pipeline.trace;

/**
 * When a committed row reached each stage, in nanoseconds since its COMMIT was sent.
 *
 * @param committed the database has answered
 * @param captured Debezium has given the record to Kafka, by its timestamp, to the millisecond
 * @param changed the change is read from {@code kith.graph-changes}
 * @param replica an answer from the replica shows it
 * @param dgraph an answer from Dgraph shows it
 */
public record Passage(long committed, long captured, long changed, long replica, long dgraph) {}
