package dev.kith.bench.rig;

import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.data.RowSink;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.config.Settings;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.Ingest;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.embedded.EmbeddedBroker;
import dev.kith.local.embedded.EmbeddedRegistry;
import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.CdcPublisher;
import dev.kith.serving.Serving;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** A broker and a registry in this process, and what runs on them, one part at a time. */
public final class Rig implements AutoCloseable {
  /** What does not change any more is not stale: answers are what they are while ingest runs. */
  private static final String NEVER = "1000000000";

  private final DataDirectory directory;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final GraphSchema schema = GraphYaml.load("");

  private Rig(DataDirectory directory, EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.directory = directory;
    this.broker = broker;
    this.registry = registry;
  }

  public static Rig start() {
    DataDirectory directory = DataDirectory.open(Optional.empty());
    EmbeddedBroker broker = EmbeddedBroker.start(directory.of("kafka"), 0);
    return new Rig(directory, broker, EmbeddedRegistry.start(directory.of("registry"), 0));
  }

  /** Encodes and publishes all rows of a shop whose history ends now; the broker has them then. */
  public void publish(PowerLawShop shop) {
    try (CdcPublisher publisher =
        new CdcPublisher(
            ShopTables.ALL, broker.bootstrapServers(), registry.url(), InstantSource.system())) {
      shop.generate(Instant.now(), new RowSink(publisher::publish));
      publisher.flush();
    }
  }

  /** Makes {@code kith.graph-changes}, to be written here instead of by ingest. */
  public GraphTopic topic() throws InterruptedException, ExecutionException {
    return GraphTopic.create(broker.bootstrapServers(), schema);
  }

  /** Makes {@code kith.graph-changes}, with all of a shop whose history ends now. */
  public void publishChanges(PowerLawShop shop) throws InterruptedException, ExecutionException {
    try (GraphTopic topic = topic()) {
      topic.send(shop);
    }
  }

  /** The graph that it all is about. */
  public GraphSchema schema() {
    return schema;
  }

  /** {@code host:port} of the broker. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The registry's URL. */
  public String registryUrl() {
    return registry.url();
  }

  /** Not started yet. */
  Ingest ingest(Optional<String> dgraph) {
    return new Ingest(
        new Settings(
            settings(
                Map.of(
                    "DGRAPH_ALPHA_HOST", dgraph.orElse("none"),
                    "SCHEMA_REGISTRY_URL", registry.url(),
                    "STATE_DIR", directory.of("ingest").toString())),
            Ingest.SETTINGS));
  }

  /** That answers from the replica; not started yet. */
  public Serving replica() {
    return serving(Map.of("GRAPH_SOURCE", "replica", "DGRAPH_ALPHA_HOST", "none"));
  }

  /** That answers from Dgraph; not started yet. */
  public Serving dgraph(String address) {
    return serving(Map.of("GRAPH_SOURCE", "dgraph", "DGRAPH_ALPHA_HOST", address));
  }

  private Serving serving(Map<String, String> source) {
    Map<String, String> settings = new HashMap<>(source);
    settings.put("GRPC_HOST", "127.0.0.1");
    settings.put("GRPC_PORT", "0");
    settings.put("STALE_AFTER", NEVER);
    return new Serving(new Settings(settings(settings), Serving.SETTINGS));
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    return settings;
  }

  /** How many changes are on {@code kith.graph-changes}. */
  public long changes() {
    return records(Topics.GRAPH_CHANGES);
  }

  /** How many records ingest could not take. */
  public long deadLetters() {
    return records(Topics.DEAD_LETTERS);
  }

  /** Read, not counted by offsets, of which the ends of transactions have some. */
  private long records(String topic) {
    AtomicLong records = new AtomicLong();
    TopicRead.all(
        broker.bootstrapServers(),
        topic,
        record -> records.addAndGet(WatermarkCodec.isKey(record.key()) ? 0 : 1));
    return records.get();
  }

  @Override
  public void close() {
    try (directory;
        broker) {
      registry.close();
    }
  }
}
