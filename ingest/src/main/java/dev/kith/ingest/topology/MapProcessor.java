package dev.kith.ingest.topology;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.ingest.cdc.TableMapper;
import dev.kith.ingest.cdc.TableMapper.Mapped;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import dev.kith.ingest.wire.RecordReader;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes and maps a CDC record: to a change keyed by its element, or to a dead letter. */
final class MapProcessor extends ContextualProcessor<byte[], byte[], byte[], Routed> {
  private static final Logger LOG = LoggerFactory.getLogger(MapProcessor.class);

  private final Map<String, TableMapper> mappers;
  private final ChangeCodec codec;
  private final Readers readers;
  private final TopologyListener listener;
  private @Nullable RecordReader keyReader;
  private @Nullable RecordReader valueReader;

  /**
   * @param mappers by the CDC topic
   */
  MapProcessor(
      Map<String, TableMapper> mappers,
      ChangeCodec codec,
      Readers readers,
      TopologyListener listener) {
    this.mappers = mappers;
    this.codec = codec;
    this.readers = readers;
    this.listener = listener;
  }

  /** Streams may begin again with a processor that it closed. */
  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    super.init(context);
    keyReader = readers.newKeyReader();
    valueReader = readers.newValueReader();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata from = context().recordMetadata().orElseThrow();
    try {
      Optional<Mapped> mapped = map(record, from);
      if (mapped.isPresent()) {
        listener.mapped(from.topic());
        context()
            .forward(
                record
                    .withKey(key(mapped.get()))
                    .withValue((Routed) new Routed.Row(mapped.get().change()))
                    .withHeaders(new RecordHeaders()));
      } else {
        listener.ignored(from.topic());
      }
    } catch (BadRecordException e) {
      String reason = String.valueOf(e.getMessage());
      listener.rejected(from.topic(), e.code());
      LOG.warn(
          "To the dead letters: {}, partition {}, offset {}: {}",
          from.topic(),
          from.partition(),
          from.offset(),
          reason);
      context()
          .forward(
              record
                  .withValue((Routed) new Routed.DeadLetter(record.value()))
                  .withHeaders(
                      DeadLetters.headers(
                          record.headers(),
                          from.topic(),
                          from.partition(),
                          from.offset(),
                          record.timestamp(),
                          e.code(),
                          reason)));
    }
  }

  private byte[] key(Mapped mapped) {
    return switch (mapped) {
      case Mapped.Row row -> codec.key(row.element());
      case Mapped.Table table -> codec.keyPrefix(table.type());
    };
  }

  private Optional<Mapped> map(Record<byte[], byte[]> record, RecordMetadata from)
      throws BadRecordException {
    TableMapper mapper = mappers.get(from.topic());
    if (mapper == null) {
      throw new IllegalStateException("no source table has the topic " + from.topic());
    }
    return mapper.map(
        read(keyReader, Reason.UNREADABLE_KEY, "key", from.topic(), record.key()),
        read(valueReader, Reason.UNREADABLE_VALUE, "value", from.topic(), record.value()),
        from.offset(),
        record.timestamp());
  }

  private static @Nullable Object read(
      @Nullable RecordReader reader,
      Reason unreadable,
      String what,
      String topic,
      byte @Nullable [] bytes)
      throws BadRecordException {
    if (bytes == null) {
      return null;
    }
    if (reader == null) {
      throw new IllegalStateException("a record before init");
    }
    try {
      return reader.read(topic, bytes);
    } catch (BadRecordException e) {
      throw new BadRecordException(
          e.code() == Reason.UNKNOWN_SCHEMA ? e.code() : unreadable,
          "the " + what + " can't be read: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    if (keyReader != null) {
      keyReader.close();
      keyReader = null;
    }
    if (valueReader != null) {
      valueReader.close();
      valueReader = null;
    }
  }
}
