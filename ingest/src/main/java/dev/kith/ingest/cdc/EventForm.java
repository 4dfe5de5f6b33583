package dev.kith.ingest.cdc;

import dev.kith.ingest.cdc.CdcEvent.Operation;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Where the values of one schema hold operation, row, position and time. */
sealed interface EventForm {

  CdcEvent read(IndexedRecord value) throws BadRecordException;

  /**
   * An envelope has an {@code op}, and a record {@code after}, or, for a message of the source's
   * log, {@code message}; anything else is a row.
   */
  static EventForm of(Schema schema) {
    boolean envelope =
        AvroSchemas.position(schema, "op") >= 0
            && (AvroSchemas.recordAt(schema, "after") >= 0
                || AvroSchemas.recordAt(schema, "message") >= 0);
    return envelope ? Envelope.of(schema) : Flattened.of(schema);
  }

  /** Debezium's envelope. Fields are given by their position; -1 if there is none. */
  record Envelope(int op, int before, int after, int source, int lsn, int time)
      implements EventForm {
    private static final Schema NO_ORIGIN =
        Schema.createRecord("None", null, null, false, List.of());

    static Envelope of(Schema schema) {
      int source = AvroSchemas.recordAt(schema, "source");
      Schema origin =
          source < 0 ? NO_ORIGIN : AvroSchemas.notNull(schema.getFields().get(source).schema());
      return new Envelope(
          AvroSchemas.position(schema, "op"),
          AvroSchemas.recordAt(schema, "before"),
          AvroSchemas.recordAt(schema, "after"),
          source,
          AvroSchemas.position(origin, "lsn"),
          AvroSchemas.position(origin, "ts_ms"));
    }

    @Override
    public CdcEvent read(IndexedRecord value) throws BadRecordException {
      Operation operation = operation(AvroSchemas.get(value, op));
      IndexedRecord origin = (IndexedRecord) AvroSchemas.get(value, source);
      IndexedRecord row =
          (IndexedRecord) AvroSchemas.get(value, operation == Operation.PUT ? after : before);
      if (operation == Operation.PUT && row == null) {
        throw new BadRecordException(
            Reason.UNKNOWN_EVENT, "an envelope of op '" + value.get(op) + "' without 'after'");
      }
      return new CdcEvent(
          operation,
          row,
          origin == null ? null : number(AvroSchemas.get(origin, lsn)),
          origin == null ? null : number(AvroSchemas.get(origin, time)));
    }
  }

  /** A row with what {@code ExtractNewRecordState} may add to it. Positions as above. */
  record Flattened(int op, int deleted, int lsn, int time) implements EventForm {

    static Flattened of(Schema schema) {
      return new Flattened(
          AvroSchemas.position(schema, "__op"),
          AvroSchemas.position(schema, "__deleted"),
          AvroSchemas.position(schema, "__lsn"),
          AvroSchemas.position(schema, "__source_ts_ms"));
    }

    @Override
    public CdcEvent read(IndexedRecord value) throws BadRecordException {
      Object code = AvroSchemas.get(value, op);
      Object isDeleted = AvroSchemas.get(value, deleted);
      Operation operation = code == null ? Operation.PUT : operation(code);
      return new CdcEvent(
          isDeleted != null && isDeleted.toString().equals("true") ? Operation.DELETE : operation,
          value,
          number(AvroSchemas.get(value, lsn)),
          number(AvroSchemas.get(value, time)));
    }
  }

  private static Operation operation(@Nullable Object code) throws BadRecordException {
    return switch (String.valueOf(code)) {
      case "c", "r", "u" -> Operation.PUT;
      case "d" -> Operation.DELETE;
      case "t" -> Operation.TRUNCATE;
      case "m" -> Operation.MESSAGE;
      default ->
          throw new BadRecordException(Reason.UNKNOWN_EVENT, "unknown operation '" + code + "'");
    };
  }

  private static @Nullable Long number(@Nullable Object value) {
    return value instanceof Number number ? (Long) number.longValue() : null;
  }
}
