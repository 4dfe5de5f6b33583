package dev.kith.ingest.cdc;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.cdc.RowChange.Ends;
import dev.kith.ingest.cdc.RowChange.Put;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rows, or the keys, of one schema of one source table: which column is where. */
final class RowReader {
  private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);

  private static final String MARK = "__debezium_unavailable_value";

  /** What Debezium writes in place of a large value that did not change; last that of an hstore. */
  private static final Set<String> UNCHANGED = Set.of(MARK, "{\"" + MARK + "\":\"" + MARK + "\"}");

  private record AttributeColumn(SourceTable.Column column, int position, AvroValue value) {}

  private final List<KeyColumn> keys = new ArrayList<>();
  private final List<KeyColumn> ends = new ArrayList<>();
  private final List<AttributeColumn> attributes = new ArrayList<>();
  private final Optional<String> missingKey;
  private final Optional<String> missingEnd;

  private RowReader(SourceTable table, Schema schema) {
    missingKey = find(schema, table.keyColumns(), keys);
    boolean keyedEdge = table.element() instanceof EdgeType edge && edge.keyed();
    missingEnd =
        keyedEdge
            ? table.ends().flatMap(e -> find(schema, List.of(e.from(), e.to()), ends))
            : Optional.empty();
  }

  /** For records that hold a key only. */
  static RowReader ofKey(SourceTable table, Schema schema) {
    return new RowReader(table, schema);
  }

  /**
   * For rows. An attribute without a column stays without a value, since columns come and go in a
   * source; but that is said, once a schema, because it may as well be a slip in {@code
   * graph.yaml}.
   */
  static RowReader ofRow(SourceTable table, Schema schema) {
    RowReader reader = new RowReader(table, schema);
    for (SourceTable.Column column : table.columns()) {
      Schema.Field field = schema.getField(column.name());
      if (field == null) {
        LOG.warn(
            "Rows of {} come without a column '{}': attribute {} has no value in them.",
            table.topic(),
            column.name(),
            column.attribute().name());
      } else {
        reader.attributes.add(
            new AttributeColumn(column, field.pos(), AvroValue.of(field.schema())));
      }
    }
    return reader;
  }

  private static Optional<String> find(Schema schema, List<String> names, List<KeyColumn> into) {
    for (String name : names) {
      Schema.Field field = schema.getField(name);
      if (field == null) {
        return Optional.of(name);
      }
      into.add(KeyColumn.of(field));
    }
    return Optional.empty();
  }

  /** Whether all key columns are there. */
  boolean hasKeys() {
    return missingKey.isEmpty();
  }

  /** The values of the key columns, in the order of the table's. */
  List<String> keys(IndexedRecord record) throws BadRecordException {
    return read(record, keys, missingKey);
  }

  /** What a row says. */
  Put put(IndexedRecord row) throws BadRecordException {
    Optional<Ends> endKeys = ends(row);
    Map<String, Object> values = new HashMap<>();
    Set<String> unchanged = new HashSet<>();
    for (AttributeColumn attribute : attributes) {
      Object value = row.get(attribute.position());
      if (value == null) {
        continue;
      }
      String name = attribute.column().attribute().name();
      if (isUnchanged(value)) {
        unchanged.add(name);
      } else {
        value(attribute, value).ifPresent(known -> values.put(name, known));
      }
    }
    return new Put(endKeys, values, unchanged);
  }

  private Optional<Ends> ends(IndexedRecord row) throws BadRecordException {
    if (missingEnd.isPresent()) {
      throw missing(missingEnd.get());
    }
    return ends.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ends(end(ends.getFirst(), row), end(ends.getLast(), row)));
  }

  private static String end(KeyColumn column, IndexedRecord row) throws BadRecordException {
    return isUnchanged(row.get(column.position())) ? Ends.UNCHANGED : column.read(row);
  }

  private static boolean isUnchanged(@Nullable Object value) {
    return value instanceof CharSequence text && UNCHANGED.contains(text.toString());
  }

  private static Optional<Object> value(AttributeColumn attribute, Object value)
      throws BadRecordException {
    try {
      return AttributeValue.of(
          attribute.column().attribute().type(), attribute.value().read(value));
    } catch (BadRecordException e) {
      throw new BadRecordException(
          "column '" + attribute.column().name() + "' holds " + e.getMessage(), e);
    }
  }

  private static List<String> read(
      IndexedRecord record, List<KeyColumn> columns, Optional<String> missing)
      throws BadRecordException {
    if (missing.isPresent()) {
      throw missing(missing.get());
    }
    List<String> out = new ArrayList<>(columns.size());
    for (KeyColumn column : columns) {
      out.add(column.read(record));
    }
    return out;
  }

  private static BadRecordException missing(String column) {
    return new BadRecordException(Reason.MISSING_COLUMN, "there is no column '" + column + "'");
  }
}
