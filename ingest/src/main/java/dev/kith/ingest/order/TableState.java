package dev.kith.ingest.order;

import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Origin;

/**
 * What is known of the truncates of one source table. They have an order among themselves, as the
 * changes of a row have.
 *
 * @param last position and time of the last truncate taken
 * @param truncates how many were taken, and so the number of the last
 */
public record TableState(RowState last, long truncates) {

  /** A table that was never truncated. */
  public static final TableState UNSEEN = new TableState(RowState.UNSEEN, 0);

  /** What a truncate made of the table's state, and whether it was taken. */
  public record Step(TableState state, boolean taken) {}

  /** The state after a truncate. */
  public Step apply(RowChange truncate) {
    RowState.Step step = last.apply(truncate);
    return step.taken()
        ? new Step(new TableState(step.state(), truncates + 1), true)
        : new Step(this, false);
  }

  /** The last truncate, for rows that do not know of it. */
  RowChange lastTruncate() {
    Origin origin = new Origin(last.position(), last.time(), last.offset(), last.timestamp());
    return RowChange.truncate(origin);
  }

  /** As it is stored, beside the states of elements. */
  public ElementState stored() {
    return new ElementState(last, RowState.UNSEEN, truncates);
  }

  public static TableState of(ElementState stored) {
    return new TableState(stored.row(), stored.truncates());
  }
}
