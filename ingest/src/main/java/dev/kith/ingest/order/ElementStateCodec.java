package dev.kith.ingest.order;

import dev.kith.ingest.cdc.RowChange.Ends;
import dev.kith.ingest.order.RowState.Values;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Element states as bytes, in the state store. Thread-safe. */
public final class ElementStateCodec {
  private final AvroCodec codec =
      new AvroCodec(
          "/schemas/avro/ingest/element_state.avsc",
          "/schemas/avro/ingest/earlier/element_state_1.avsc");
  private final Schema rowSchema = codec.schema().getField("row").schema().getTypes().get(1);
  private final Schema valuesSchema = rowSchema.getField("values").schema().getTypes().get(1);

  /** For Kafka Streams, which asks for the bytes of null where there is no state. */
  public Serde<ElementState> serde() {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : encode(state),
        (topic, bytes) -> bytes == null ? null : decode(bytes));
  }

  byte[] encode(ElementState state) {
    GenericRecord record = new GenericData.Record(codec.schema());
    record.put("row", row(state.row()));
    record.put("swapped", row(state.swapped()));
    record.put("truncates", state.truncates());
    return codec.encode(record);
  }

  private @Nullable GenericRecord row(RowState state) {
    if (state.equals(RowState.UNSEEN)) {
      return null;
    }
    GenericRecord record = new GenericData.Record(rowSchema);
    record.put("position", state.position());
    record.put("time", state.time());
    record.put("offset", state.offset());
    record.put("timestamp", state.timestamp());
    record.put("delete_dropped", state.deleteDropped());
    record.put("values", state.values().map(this::values).orElse(null));
    return record;
  }

  private GenericRecord values(Values values) {
    GenericRecord record = new GenericData.Record(valuesSchema);
    record.put("from", values.ends().map(Ends::from).orElse(null));
    record.put("to", values.ends().map(Ends::to).orElse(null));
    record.put("values", values.attributes());
    return record;
  }

  ElementState decode(byte[] bytes) {
    GenericRecord record = codec.decode(bytes);
    return new ElementState(
        row((GenericRecord) record.get("row")),
        row((GenericRecord) record.get("swapped")),
        (Long) record.get("truncates"));
  }

  private static RowState row(@Nullable GenericRecord record) {
    if (record == null) {
      return RowState.UNSEEN;
    }
    GenericRecord values = (GenericRecord) record.get("values");
    return new RowState(
        (Long) record.get("position"),
        (Long) record.get("time"),
        (Long) record.get("offset"),
        (Long) record.get("timestamp"),
        (Boolean) record.get("delete_dropped"),
        values == null
            ? Optional.empty()
            : Optional.of(
                new Values(RowChangeCodec.ends(values), AvroCodec.values(values.get("values")))));
  }
}
