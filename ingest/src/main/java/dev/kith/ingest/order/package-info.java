/**
 * Which changes count. Per source row: {@link dev.kith.ingest.order.RowState} takes a change or
 * drops it as a re-delivery. Per element: {@link dev.kith.ingest.order.ElementState} is its rows,
 * and says what they amount to.
 */
@NullMarked
package dev.kith.ingest.order;

import org.jspecify.annotations.NullMarked;
