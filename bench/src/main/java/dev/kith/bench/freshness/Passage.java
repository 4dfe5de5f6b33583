package dev.kith.bench.freshness;

/**
 * When a committed row reached each stage, in nanoseconds since its COMMIT was sent.
 *
 * @param committed the database has answered
 * @param captured Debezium has given the record to Kafka, by its timestamp, to the millisecond
 * @param changed a reader of {@code kith.graph-changes} has the change
 * @param replica an answer from the replica shows it
 * @param dgraph an answer from Dgraph shows it
 */
record Passage(long committed, long captured, long changed, long replica, long dgraph) {}
