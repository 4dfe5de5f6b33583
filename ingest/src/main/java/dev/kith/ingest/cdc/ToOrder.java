package dev.kith.ingest.cdc;

import dev.kith.graph.change.Watermark;

/** What stands in a partition where changes are put in order. */
public sealed interface ToOrder permits RowChange, ToOrder.Mark {

  /**
   * Says of the partition that what had reached the CDC topics at a time, and concerns it, stands
   * before here.
   */
  record Mark(Watermark watermark) implements ToOrder {}
}
