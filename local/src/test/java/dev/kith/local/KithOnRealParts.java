package dev.kith.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.features.oracle.Table;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.config.Settings;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.Ingest;
import dev.kith.local.embedded.EmbeddedRegistry;
import dev.kith.proto.v1.Source;
import dev.kith.serving.Serving;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Ingest, and a serving for each source, on a broker and a registry of their own and a Dgraph that
 * was wiped; nothing of Kith's runs until it is started.
 */
final class KithOnRealParts implements AutoCloseable {
  /** The application id of ingest's Kafka Streams. */
  private static final String INGEST_GROUP = "kith-ingest";

  private final Path directory;
  private final DgraphServer dgraph;
  private final TestBroker broker;
  private final EmbeddedRegistry registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<DebeziumEvents.Form, DebeziumEvents> encoders =
      new EnumMap<>(DebeziumEvents.Form.class);
  private final Map<Source, Serving> servings = new EnumMap<>(Source.class);
  private @Nullable Ingest ingest;
  private int stateDirectories;

  /**
   * @param directory for all that the parts keep
   */
  KithOnRealParts(Path directory, DgraphServer dgraph) throws Exception {
    this.directory = directory;
    this.dgraph = dgraph;
    try (Dgraph connection = Dgraph.connect(List.of(dgraph.address().split(",", -1)))) {
      connection.dropAll();
    }
    broker = TestBroker.start(directory.resolve("broker"));
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Encodes events as Debezium does, for who sends them himself. */
  DebeziumEvents encoder(DebeziumEvents.Form form) {
    return new DebeziumEvents(form, SchemaRegistration.at(registry.url()));
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Sends events as Debezium does; they are on Kafka when this returns. */
  void publish(List<SourceEvent> events, DebeziumEvents.Form form) {
    DebeziumEvents encoder =
        encoders.computeIfAbsent(
            form, f -> new DebeziumEvents(f, SchemaRegistration.at(registry.url())));
    for (SourceEvent event : events) {
      DebeziumEvents.Bytes bytes = encoder.encode(event);
      var _ =
          producer.send(new ProducerRecord<>(event.table().topic(), bytes.key(), bytes.value()));
    }
    producer.flush();
  }

  /** Starts ingest on the state that the last one left. */
  void startIngest() {
    Ingest started =
        new Ingest(
            new Settings(
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                    "SCHEMA_REGISTRY_URL", registry.url(),
                    "DGRAPH_ALPHA_HOST", dgraph.address(),
                    "STATE_DIR", directory.resolve("state-" + stateDirectories).toString()),
                Ingest.SETTINGS));
    started.start();
    ingest = started;
  }

  void stopIngest() {
    ingest().close();
    ingest = null;
  }

  /** The next ingest finds an empty folder: it was moved to another machine. */
  void loseState() {
    stateDirectories++;
  }

  /** The next ingest reads stretches of the topics again: the last crashed before it committed. */
  void forgetProgress(Random random) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          new HashMap<>(
              admin.listConsumerGroupOffsets(INGEST_GROUP).partitionsToOffsetAndMetadata().get());
      Set<String> cdc = Arrays.stream(Table.values()).map(Table::topic).collect(toSet());
      offsets.keySet().removeIf(partition -> !cdc.contains(partition.topic()));
      offsets.replaceAll(
          (partition, at) ->
              new OffsetAndMetadata(at.offset() - random.nextLong(at.offset() + 1) / 4));
      admin.alterConsumerGroupOffsets(INGEST_GROUP, offsets).all().get();
    }
  }

  /** One that answers from the replica, and one that answers from Dgraph. */
  void startServing() {
    for (Source source : List.of(Source.REPLICA, Source.DGRAPH)) {
      Serving serving =
          new Serving(
              new Settings(
                  Map.of(
                      "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                      "DGRAPH_ALPHA_HOST", dgraph.address(),
                      "GRAPH_SOURCE", source.name(),
                      "GRPC_HOST", "127.0.0.1",
                      "GRPC_PORT", "0"),
                  Serving.SETTINGS));
      serving.start();
      servings.put(source, serving);
    }
  }

  void stopServing() {
    servings.values().forEach(Serving::close);
    servings.clear();
  }

  /** The port of the serving that answers from there. */
  int port(Source source) {
    return Objects.requireNonNull(servings.get(source)).port();
  }

  /** Waits until all that was published before is in both sources. */
  void awaitCaughtUp() throws Exception {
    Await.until("the events are changes", () -> healthy().sourceLag() == 0);
    Await.until("the changes are in Dgraph", () -> healthy().dgraphLag() == 0);
    for (Serving serving : servings.values()) {
      Await.until("the changes are in the replica", () -> serving.replicaLag() == 0);
      Await.until("serving answers", serving::ready);
    }
  }

  /** Whether ingest has nothing left to do now. */
  boolean hasCaughtUp() {
    return healthy().sourceLag() == 0 && healthy().dgraphLag() == 0;
  }

  private Ingest healthy() {
    assertThat(ingest().failure()).isEmpty();
    return ingest();
  }

  private Ingest ingest() {
    return Objects.requireNonNull(ingest, "ingest does not run");
  }

  /** The last change of every element on {@code kith.graph-changes}; removed ones left out. */
  Map<Element, GraphChange> changes(GraphSchema schema) throws MalformedChangeException {
    ChangeCodec codec = new ChangeCodec(schema);
    Map<Element, GraphChange> out = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records(Topics.GRAPH_CHANGES)) {
      GraphChange change = codec.decode(record.key(), record.value()).orElseThrow();
      if (change instanceof GraphChange.Remove) {
        out.remove(change.element());
      } else {
        out.put(change.element(), change);
      }
    }
    return out;
  }

  /** Everything on a topic but watermarks; of a partition in its order. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> out = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(out::add);
      }
      out.removeIf(record -> WatermarkCodec.isKey(record.key()));
      return out;
    }
  }

  @Override
  public void close() {
    stopServing();
    if (ingest != null) {
      stopIngest();
    }
    producer.close();
    registry.close();
    broker.close();
  }
}
