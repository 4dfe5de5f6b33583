package dev.kith.ingest.cdc;

import dev.kith.ingest.cdc.CdcEvent.Operation;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Where the values of one schema hold operation, row, position and time. */
sealed interface EventForm {
  /** {@code ["27380824","27380824"]}, or with {@code null} for the first. */
  Pattern LAST_OF_SEQUENCE = Pattern.compile("\"(\\d{1,18})\"]$");

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
  record Envelope(int op, int before, int after, int source, int lsn, int sequence, int time)
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
          AvroSchemas.position(origin, "sequence"),
          AvroSchemas.position(origin, "ts_ms"));
    }

    @Override
    public CdcEvent read(IndexedRecord value) throws BadRecordException {
      Object code = AvroSchemas.get(value, op);
      Operation operation = operation(code);
      IndexedRecord origin = (IndexedRecord) AvroSchemas.get(value, source);
      IndexedRecord row =
          (IndexedRecord) AvroSchemas.get(value, operation == Operation.PUT ? after : before);
      if (operation == Operation.PUT && row == null) {
        throw new BadRecordException(
            Reason.UNKNOWN_EVENT, "an envelope of op '" + code + "' without 'after'");
      }
      if (origin == null) {
        return new CdcEvent(operation, row, null, null);
      }
      Object lsnValue = AvroSchemas.get(origin, lsn);
      return event(
          operation,
          row,
          isSnapshotWithoutLsn(code, lsn, lsnValue),
          lsnValue,
          AvroSchemas.get(origin, sequence),
          AvroSchemas.get(origin, time));
    }
  }

  /** A row with what {@code ExtractNewRecordState} may add to it. Positions as above. */
  record Flattened(int op, int deleted, int lsn, int sequence, int time) implements EventForm {

    static Flattened of(Schema schema) {
      return new Flattened(
          AvroSchemas.position(schema, "__op"),
          AvroSchemas.position(schema, "__deleted"),
          AvroSchemas.position(schema, "__lsn"),
          AvroSchemas.position(schema, "__source_sequence"),
          AvroSchemas.position(schema, "__source_ts_ms"));
    }

    @Override
    public CdcEvent read(IndexedRecord value) throws BadRecordException {
      Object code = AvroSchemas.get(value, op);
      Object isDeleted = AvroSchemas.get(value, deleted);
      Operation operation = code == null ? Operation.PUT : operation(code);
      Object lsnValue = AvroSchemas.get(value, lsn);
      return event(
          isDeleted != null && isDeleted.toString().equals("true") ? Operation.DELETE : operation,
          value,
          isSnapshotWithoutLsn(code, lsn, lsnValue),
          lsnValue,
          AvroSchemas.get(value, sequence),
          AvroSchemas.get(value, time));
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

  /**
   * Position and time of a row: {@code lsn} and {@code ts_ms}. The rows of an incremental snapshot
   * have no {@code lsn}. Where in the log the connector stood when it read them is the last number
   * of {@code sequence}. Their time is that at which they were read, by the connector's clock;
   * without a position nothing tells how much of the log was yet to be read then, and changes that
   * come after them may well be older: so it is left out, too.
   */
  private static CdcEvent event(
      Operation operation,
      @Nullable IndexedRecord row,
      boolean snapshotWithoutLsn,
      @Nullable Object lsn,
      @Nullable Object sequence,
      @Nullable Object time) {
    if (!snapshotWithoutLsn) {
      return new CdcEvent(operation, row, number(lsn), number(time));
    }
    Long position = sequence == null ? null : last(sequence.toString());
    return new CdcEvent(operation, row, position, position == null ? null : number(time));
  }

  /** The connector knows positions, and has none for this row. */
  private static boolean isSnapshotWithoutLsn(
      @Nullable Object operation, int lsnAt, @Nullable Object lsn) {
    return operation != null && operation.toString().equals("r") && lsnAt >= 0 && lsn == null;
  }

  private static @Nullable Long last(String sequence) {
    Matcher last = LAST_OF_SEQUENCE.matcher(sequence);
    return last.find() ? (Long) Long.parseLong(last.group(1)) : null;
  }

  private static @Nullable Long number(@Nullable Object value) {
    return value instanceof Number number ? (Long) number.longValue() : null;
  }
}
