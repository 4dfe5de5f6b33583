package dev.kith.ingest.cdc;

import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The value of a CDC record, whichever form it has.
 *
 * @param row of a put the row; of a delete the row before, of which only the key columns hold what
 *     was there (Debezium fills the others with placeholders); else null
 * @param position in the source's log; null if there is none
 * @param time in the source, in epoch milliseconds; null if there is none that could be compared
 */
record CdcEvent(
    Operation operation,
    @Nullable IndexedRecord row,
    @Nullable Long position,
    @Nullable Long time) {

  /** What the source did. */
  enum Operation {
    PUT,
    DELETE,
    /** All rows of the table were removed at once; the record has no key. */
    TRUNCATE,
    /** A message in the source's log, and no row. */
    MESSAGE
  }
}
