package dev.kith.ingest.topology;

import dev.kith.graph.change.Watermark;
import dev.kith.ingest.cdc.RowChange;
import org.jspecify.annotations.Nullable;

/** Where a record goes after it was put in order. */
sealed interface Ordered {

  /**
   * To {@code kith.graph-changes}.
   *
   * @param value null if the element is not there
   */
  @SuppressWarnings("ArrayRecordComponent") // it is passed on, and compared nowhere
  record Change(byte @Nullable [] value) implements Ordered {}

  /** To {@code kith.graph-changes}, into the partition of the same number. */
  record Mark(Watermark watermark) implements Ordered {}

  /** Back to where it came from: the partition has more elements to tell of a truncate. */
  record Rest(RowChange truncate) implements Ordered {}
}
