package dev.kith.ingest.topology;

import dev.kith.ingest.cdc.RowChange;
import org.jspecify.annotations.Nullable;

/** Where a CDC record goes after it was mapped. */
sealed interface Routed {

  /** On to its element, or to all of its table, by the record's key. */
  record Row(RowChange change) implements Routed {}

  /**
   * To the dead letters.
   *
   * @param value the CDC record's own; null for a tombstone
   */
  @SuppressWarnings("ArrayRecordComponent") // it is passed on, and compared nowhere
  record DeadLetter(byte @Nullable [] value) implements Routed {}
}
