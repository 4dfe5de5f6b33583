package dev.kith.ingest.deadletter;

/**
 * Where a record is that could not be taken.
 *
 * @param partition of the topic; -1 for what is in no partition: a line of a file
 * @param offset in the partition
 * @param timestamp the record's own, in epoch milliseconds
 * @param attempts how often it was replayed
 */
public record Source(String topic, int partition, long offset, long timestamp, int attempts) {

  @Override
  public String toString() {
    return topic + (partition < 0 ? ":" : " " + partition + "@") + offset;
  }
}
