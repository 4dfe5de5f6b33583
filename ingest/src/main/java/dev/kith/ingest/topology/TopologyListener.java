package dev.kith.ingest.topology;

import dev.kith.graph.schema.ElementType;
import dev.kith.ingest.deadletter.Reason;

/**
 * Told what becomes of each record, to count it. Called on the threads of the topology, several at
 * once: an implementation is thread-safe, quick, and throws nothing.
 */
public interface TopologyListener {

  /** A record of a CDC topic became a change of a row, and went on to its element. */
  default void mapped(String topic) {}

  /** A record of a CDC topic says nothing about a row, and nothing is wrong with it. */
  default void ignored(String topic) {}

  /** A record of a CDC topic went to the dead letters. */
  default void rejected(String topic, Reason why) {}

  /**
   * A change came to its element.
   *
   * @param taken whether it was taken; else it was a re-delivery
   * @param timestamp of the CDC record, in epoch milliseconds
   */
  default void ordered(ElementType type, boolean taken, long timestamp) {}

  /** One that counts nothing. */
  static TopologyListener none() {
    return new TopologyListener() {};
  }
}
