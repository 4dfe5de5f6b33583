package dev.kith.ingest.cdc;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.kith.graph.change.Element;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.NodeType;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.cdc.RowChange.Content;
import dev.kith.ingest.cdc.RowChange.Delete;
import dev.kith.ingest.cdc.RowChange.Origin;
import dev.kith.ingest.cdc.RowChange.Tombstone;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Maps the CDC records of one source table to changes of the graph's rows. Thread-safe. */
public final class TableMapper {

  /** A change, and what it is a change of. */
  public sealed interface Mapped {

    RowChange change();

    /** Of a row, which is the element or part of it. */
    record Row(Element element, RowChange change) implements Mapped {}

    /** Of all rows of the table, which are all elements of the type. */
    record Table(ElementType type, RowChange change) implements Mapped {}
  }

  private final SourceTable table;

  // By the identity of the schema: a reader gives the same object for each record of an id.
  private final LoadingCache<Schema, EventForm> forms;
  private final LoadingCache<Schema, RowReader> keyReaders;
  private final LoadingCache<Schema, RowReader> rowReaders;

  public TableMapper(SourceTable table) {
    this.table = table;
    this.forms = Caffeine.newBuilder().weakKeys().build(EventForm::of);
    this.keyReaders = Caffeine.newBuilder().weakKeys().build(s -> RowReader.ofKey(table, s));
    this.rowReaders = Caffeine.newBuilder().weakKeys().build(s -> RowReader.ofRow(table, s));
  }

  /**
   * Maps one record.
   *
   * @param key an {@link IndexedRecord} with the key columns, or a plain value, or null
   * @param value an {@link IndexedRecord}; null for a tombstone
   * @param offset of the record in its partition
   * @param timestamp of the record, in epoch milliseconds
   * @param replayed whether it comes later than it did at first
   * @return empty if the record says nothing about a row, and nothing is wrong with it
   * @throws BadRecordException if it can't be mapped
   */
  public Optional<Mapped> map(
      @Nullable Object key, @Nullable Object value, long offset, long timestamp, boolean replayed)
      throws BadRecordException {
    if (value == null) {
      Origin origin = new Origin(null, null, offset, timestamp, replayed);
      return Optional.of(mapped(keys(key, null), origin, new Tombstone()));
    }
    if (!(value instanceof IndexedRecord record)) {
      throw new BadRecordException(
          Reason.UNKNOWN_EVENT,
          "the record's value is a " + value.getClass().getSimpleName() + ", not an Avro record");
    }
    CdcEvent event = forms.get(record.getSchema()).read(record);
    Origin origin = new Origin(event.position(), event.time(), offset, timestamp, replayed);
    return switch (event.operation()) {
      case MESSAGE -> Optional.empty();
      case TRUNCATE -> {
        if (replayed) {
          throw new BadRecordException(
              Reason.NOT_REPLAYABLE,
              "a truncate is not replayed: it would clear what came after it");
        }
        yield Optional.of(new Mapped.Table(table.element(), RowChange.truncate(origin)));
      }
      case PUT, DELETE -> Optional.of(row(key, event, origin));
    };
  }

  private Mapped row(@Nullable Object key, CdcEvent event, Origin origin)
      throws BadRecordException {
    if (key == null) {
      throw noKey();
    }
    IndexedRecord row = event.row();
    List<String> keys = keys(key, row);
    if (event.operation() == CdcEvent.Operation.DELETE || row == null) {
      return mapped(keys, origin, new Delete());
    }
    return mapped(keys, origin, rowReaders.get(row.getSchema()).put(row));
  }

  /** From the record's key if that is a record with the key columns, else from the row. */
  private List<String> keys(@Nullable Object key, @Nullable IndexedRecord row)
      throws BadRecordException {
    if (key instanceof IndexedRecord record) {
      RowReader reader = keyReaders.get(record.getSchema());
      if (row == null || reader.hasKeys()) {
        return reader.keys(record);
      }
    }
    if (row != null) {
      return keyReaders.get(row.getSchema()).keys(row);
    }
    if (key == null) {
      throw noKey();
    }
    if (table.keyColumns().size() > 1) {
      throw new BadRecordException(
          Reason.BAD_KEY,
          "the record's key is a plain value, where it takes " + table.keyColumns());
    }
    return List.of(KeyColumn.plain(table.keyColumns().getFirst(), key));
  }

  private BadRecordException noKey() {
    return new BadRecordException(
        Reason.NO_KEY,
        "the record has no key: give the table a primary key, or name "
            + table.keyColumns()
            + " in Debezium's message.key.columns and set the table's REPLICA IDENTITY to FULL");
  }

  private Mapped mapped(List<String> keys, Origin origin, Content content)
      throws BadRecordException {
    return switch (table.element()) {
      case NodeType node ->
          new Mapped.Row(
              new Element.Node(node, keys.getFirst()), new RowChange(false, origin, content));
      case EdgeType edge when edge.keyed() ->
          new Mapped.Row(
              new Element.KeyedEdge(edge, keys.getFirst()), new RowChange(false, origin, content));
      case EdgeType edge -> pair(edge, keys.getFirst(), keys.getLast(), origin, content);
    };
  }

  private static Mapped pair(EdgeType edge, String from, String to, Origin origin, Content content)
      throws BadRecordException {
    if (edge.symmetric() && from.equals(to)) {
      throw new BadRecordException(
          Reason.SELF_EDGE, "both ends of " + edge.name() + " are '" + from + "'");
    }
    Element.Pair pair = new Element.Pair(edge, from, to);
    return new Mapped.Row(pair, new RowChange(!pair.from().equals(from), origin, content));
  }
}
