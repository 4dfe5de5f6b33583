package dev.kith.ingest.topology;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.cdc.TableMapper;
import dev.kith.ingest.cdc.ToOrder;
import dev.kith.ingest.deadletter.DeadLetterLog;
import dev.kith.ingest.order.ElementStateCodec;
import dev.kith.ingest.order.RowChangeCodec;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * From the CDC topics, and dead letters that are replayed, to {@code kith.graph-changes}: map, then
 * bring together by element, since the rows of one element may come from different partitions, then
 * order.
 */
public final class IngestTopology {
  private static final String BY_ELEMENT = "by-element";

  private IngestTopology() {}

  /** The topic, of Streams' own, on which row changes go to their element. */
  public static String repartitionTopic(String applicationId) {
    return applicationId + "-" + BY_ELEMENT + "-repartition";
  }

  /**
   * Builds the topology.
   *
   * @param partitions how many of them the changes are ordered in; never to be changed afterwards
   * @param changesId the identity of {@code kith.graph-changes}
   * @param largestLetter the largest dead letter that its topic takes, in bytes
   * @param listener told what becomes of each record
   */
  public static Topology build(
      GraphSchema graph,
      Readers readers,
      int partitions,
      String changesId,
      int largestLetter,
      TopologyListener listener) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    ChangeCodec codec = new ChangeCodec(graph);
    Map<String, TableMapper> mappers =
        graph.sources().stream()
            .collect(Collectors.toUnmodifiableMap(SourceTable::topic, TableMapper::new));
    DeadLetterLog log = new DeadLetterLog(System::nanoTime);
    Set<String> sources = new HashSet<>(mappers.keySet());
    sources.add(Topics.REPLAYS);
    StreamsBuilder builder = new StreamsBuilder();

    KStream<byte[], Routed> routed =
        builder.stream(
                sources,
                Consumed.with(bytes, bytes)
                    .withName("cdc")
                    // A record without a timestamp is as good as any other.
                    .withTimestampExtractor((record, time) -> Math.max(0, record.timestamp())))
            .process(
                () -> new MapProcessor(mappers, codec, readers, largestLetter, listener, log),
                Named.as("map"));

    routed
        .flatMapValues(
            value ->
                value instanceof Routed.DeadLetter letter
                    ? Collections.singletonList(letter.value())
                    : List.of(),
            Named.as("bad"))
        .to(Topics.DEAD_LETTERS, Produced.with(bytes, bytes).withName("dead-letters"));

    Serde<ToOrder> changes = new RowChangeCodec().serde();
    KStream<byte[], Ordered> ordered =
        routed
            .flatMapValues(
                value ->
                    value instanceof Routed.Row row
                        ? List.<ToOrder>of(row.change())
                        : List.<ToOrder>of(),
                Named.as("good"))
            .repartition(
                Repartitioned.with(bytes, changes)
                    .withName(BY_ELEMENT)
                    .withNumberOfPartitions(partitions)
                    .withStreamPartitioner(new ElementPartitioner()))
            .process(ordering(graph, codec, changesId, listener), Named.as("order"));

    ordered
        .flatMapValues(
            value ->
                value instanceof Ordered.Change change
                    ? Collections.singletonList(change.value())
                    : List.of(),
            Named.as("changes"))
        .to(Topics.GRAPH_CHANGES, Produced.with(bytes, bytes).withName("graph-changes"));

    ordered
        .flatMapValues(
            value ->
                value instanceof Ordered.Rest rest
                    ? List.<ToOrder>of(rest.truncate())
                    : List.<ToOrder>of(),
            Named.as("rest"))
        .to(
            (key, change, from) -> from.topic(),
            Produced.with(bytes, changes)
                .withName("rest-by-element")
                .withStreamPartitioner(new ElementPartitioner()));

    WatermarkCodec watermarks = new WatermarkCodec();
    ordered
        .flatMapValues(
            value ->
                value instanceof Ordered.Mark mark
                    ? Collections.singletonList(watermarks.value(mark.watermark()))
                    : List.of(),
            Named.as("marks"))
        .to(
            Topics.GRAPH_CHANGES,
            Produced.with(bytes, bytes)
                .withName("watermarks")
                .withStreamPartitioner(
                    (topic, key, value, count) ->
                        Optional.of(Set.of(WatermarkCodec.partition(key)))));
    return builder.build();
  }

  private static ProcessorSupplier<byte[], ToOrder, byte[], Ordered> ordering(
      GraphSchema graph, ChangeCodec codec, String changesId, TopologyListener listener) {
    StoreBuilder<?> store =
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(OrderProcessor.STORE),
            Serdes.ByteArray(),
            new ElementStateCodec().serde());
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], ToOrder, byte[], Ordered> get() {
        return new OrderProcessor(graph, codec, changesId, listener);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(store);
      }
    };
  }
}
