package dev.kith.ingest.topology;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Topics;
import dev.kith.ingest.cdc.TableMapper;
import dev.kith.ingest.cdc.TableMapper.Mapped;
import dev.kith.ingest.deadletter.DeadLetterLog;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.deadletter.Source;
import dev.kith.ingest.wire.BadRecordException;
import dev.kith.ingest.wire.RecordReader;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and maps a CDC record: to a change keyed by its element, or to a dead letter. A replay of
 * a dead letter is mapped as the record that it was, of the same topic, offset and timestamp.
 */
final class MapProcessor extends ContextualProcessor<byte[], byte[], byte[], Routed> {
  private final Map<String, TableMapper> mappers;
  private final ChangeCodec codec;
  private final Readers readers;
  private final int largestLetter;
  private final TopologyListener listener;
  private final DeadLetterLog log;
  private @Nullable RecordReader keyReader;
  private @Nullable RecordReader valueReader;

  /**
   * @param mappers by the CDC topic
   * @param largestLetter the largest dead letter that its topic takes, in bytes
   */
  MapProcessor(
      Map<String, TableMapper> mappers,
      ChangeCodec codec,
      Readers readers,
      int largestLetter,
      TopologyListener listener,
      DeadLetterLog log) {
    this.mappers = mappers;
    this.codec = codec;
    this.readers = readers;
    this.largestLetter = largestLetter;
    this.listener = listener;
    this.log = log;
  }

  /** Streams may begin again with a processor that it closed. */
  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    super.init(context);
    keyReader = readers.newKeyReader();
    valueReader = readers.newValueReader();
    context.schedule(
        DeadLetterLog.INTERVAL, PunctuationType.WALL_CLOCK_TIME, timestamp -> log.tick());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata from = context().recordMetadata().orElseThrow();
    boolean replayed = from.topic().equals(Topics.REPLAYS);
    Source itself =
        new Source(from.topic(), from.partition(), from.offset(), record.timestamp(), 0);
    Source source = replayed ? DeadLetters.source(record.headers()).orElse(itself) : itself;
    try {
      Optional<Mapped> mapped = map(record, source, replayed);
      if (mapped.isPresent()) {
        listener.mapped(source.topic());
        context()
            .forward(
                record
                    .withKey(key(mapped.get()))
                    .withValue((Routed) new Routed.Row(mapped.get().change()))
                    .withTimestamp(Math.max(0, source.timestamp()))
                    .withHeaders(new RecordHeaders()));
      } else {
        listener.ignored(source.topic());
      }
    } catch (BadRecordException e) {
      reject(record, source, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private void reject(Record<byte[], byte[]> record, Source source, Reason code, String why) {
    Headers headers = DeadLetters.headers(record.headers(), source, code, why);
    boolean fits = DeadLetters.fits(record.key(), record.value(), headers, largestLetter);
    Reason counted = fits ? code : Reason.TOO_LARGE;
    listener.rejected(source.topic(), counted);
    log.rejected(source, counted, why);
    if (fits) {
      Routed letter = new Routed.DeadLetter(record.value());
      context().forward(record.withValue(letter).withHeaders(headers));
    } else {
      ProducerRecord<byte[], byte[]> stripped = DeadLetters.withoutContent(source, why);
      Routed letter = new Routed.DeadLetter(stripped.value());
      context()
          .forward(
              record.withKey(stripped.key()).withValue(letter).withHeaders(stripped.headers()));
    }
  }

  private byte[] key(Mapped mapped) {
    return switch (mapped) {
      case Mapped.Row row -> codec.key(row.element());
      case Mapped.Table table -> codec.keyPrefix(table.type());
    };
  }

  private Optional<Mapped> map(Record<byte[], byte[]> record, Source source, boolean replayed)
      throws BadRecordException {
    TableMapper mapper = mappers.get(source.topic());
    if (mapper == null && replayed) {
      throw new BadRecordException(
          Reason.NOT_REPLAYABLE, "graph.yaml has no source table of the topic " + source.topic());
    }
    if (mapper == null) {
      throw new IllegalStateException("no source table has the topic " + source.topic());
    }
    return mapper.map(
        read(keyReader, Reason.UNREADABLE_KEY, "key", source.topic(), record.key()),
        read(valueReader, Reason.UNREADABLE_VALUE, "value", source.topic(), record.value()),
        source.offset(),
        source.timestamp(),
        replayed);
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
