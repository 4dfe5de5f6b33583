package dev.kith.ingest.write;

import dev.kith.graph.change.MalformedChangeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of {@code kith.graph-changes} that are no changes. */
interface RejectedChanges extends AutoCloseable {

  /**
   * Takes a record; returns once it is kept safely.
   *
   * @throws InterruptedException if the thread has to end before that
   */
  void reject(ConsumerRecord<byte[], byte[]> record, MalformedChangeException why)
      throws InterruptedException;

  @Override
  void close();
}
