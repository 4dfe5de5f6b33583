package dev.kith.ingest.order;

import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Content;
import dev.kith.ingest.cdc.RowChange.Delete;
import dev.kith.ingest.cdc.RowChange.Ends;
import dev.kith.ingest.cdc.RowChange.Origin;
import dev.kith.ingest.cdc.RowChange.Put;
import dev.kith.ingest.cdc.RowChange.Sweep;
import dev.kith.ingest.cdc.RowChange.Tombstone;
import dev.kith.ingest.cdc.RowChange.Truncate;
import dev.kith.ingest.cdc.ToOrder;
import dev.kith.ingest.cdc.ToOrder.Mark;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Row changes as bytes, on the way to their element, and the watermarks between them. Thread-safe.
 */
public final class RowChangeCodec {
  private final WatermarkCodec watermarks = new WatermarkCodec();
  private final AvroCodec codec =
      new AvroCodec(
          "/schemas/avro/ingest/row_change.avsc", "/schemas/avro/ingest/earlier/row_change_1.avsc");
  private final List<Schema> contents = codec.schema().getField("content").schema().getTypes();
  private final Schema sweepSchema = contents.get(3).getField("sweep").schema().getTypes().get(1);

  /** For Kafka Streams. */
  public Serde<ToOrder> serde() {
    return Serdes.serdeFrom((topic, value) -> encode(value), (topic, bytes) -> decode(bytes));
  }

  byte[] encode(ToOrder value) {
    return switch (value) {
      case RowChange change -> encode(change);
      case Mark(Watermark watermark) -> watermarks.value(watermark);
    };
  }

  ToOrder decode(byte[] bytes) {
    Optional<Watermark> watermark = watermarks.decode(bytes);
    return watermark.isPresent() ? new Mark(watermark.get()) : change(bytes);
  }

  private byte[] encode(RowChange change) {
    GenericRecord record = new GenericData.Record(codec.schema());
    record.put("swapped", change.swapped());
    record.put("position", change.origin().position());
    record.put("time", change.origin().time());
    record.put("offset", change.origin().offset());
    record.put("timestamp", change.origin().timestamp());
    record.put("replayed", change.origin().replayed());
    record.put("content", content(change.content()));
    return codec.encode(record);
  }

  private GenericRecord content(Content content) {
    return switch (content) {
      case Put put -> {
        GenericRecord record = new GenericData.Record(contents.get(0));
        record.put("from", put.ends().map(Ends::from).orElse(null));
        record.put("to", put.ends().map(Ends::to).orElse(null));
        record.put("values", put.values());
        record.put("unchanged", List.copyOf(put.unchanged()));
        yield record;
      }
      case Delete delete -> new GenericData.Record(contents.get(1));
      case Tombstone tombstone -> new GenericData.Record(contents.get(2));
      case Truncate truncate -> {
        GenericRecord record = new GenericData.Record(contents.get(3));
        record.put("sweep", truncate.sweep().map(this::sweep).orElse(null));
        yield record;
      }
    };
  }

  private GenericRecord sweep(Sweep sweep) {
    GenericRecord record = new GenericData.Record(sweepSchema);
    record.put("partition", sweep.partition());
    record.put("number", sweep.number());
    record.put("after", sweep.after());
    return record;
  }

  private RowChange change(byte[] bytes) {
    GenericRecord record = codec.decode(bytes);
    Origin origin =
        new Origin(
            (Long) record.get("position"),
            (Long) record.get("time"),
            (Long) record.get("offset"),
            (Long) record.get("timestamp"),
            (Boolean) record.get("replayed"));
    return new RowChange(
        (Boolean) record.get("swapped"), origin, content((GenericRecord) record.get("content")));
  }

  private static Content content(GenericRecord record) {
    return switch (record.getSchema().getName()) {
      case "Delete" -> new Delete();
      case "Tombstone" -> new Tombstone();
      case "Truncate" -> new Truncate(sweep((GenericRecord) record.get("sweep")));
      default ->
          new Put(
              ends(record), AvroCodec.values(record.get("values")), texts(record.get("unchanged")));
    };
  }

  private static Optional<Sweep> sweep(@Nullable GenericRecord record) {
    return Optional.ofNullable(record)
        .map(
            r ->
                new Sweep(
                    (Integer) r.get("partition"),
                    (Long) r.get("number"),
                    r.get("after").toString()));
  }

  static Optional<Ends> ends(GenericRecord record) {
    String from = AvroCodec.text(record.get("from"));
    String to = AvroCodec.text(record.get("to"));
    return from == null || to == null ? Optional.empty() : Optional.of(new Ends(from, to));
  }

  private static Set<String> texts(Object array) {
    return ((Collection<?>) array).stream().map(Object::toString).collect(Collectors.toSet());
  }
}
