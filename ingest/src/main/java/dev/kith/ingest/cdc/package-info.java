/**
 * From a CDC record to a change of a row of the graph. In order: {@link
 * dev.kith.ingest.cdc.EventForm} finds operation, row, position and time in a Debezium envelope or
 * a flattened row; {@link dev.kith.ingest.cdc.TableMapper} reads the columns that {@code
 * graph.yaml} names; the result is a {@link dev.kith.ingest.cdc.RowChange} of an element.
 */
@NullMarked
package dev.kith.ingest.cdc;

import org.jspecify.annotations.NullMarked;
