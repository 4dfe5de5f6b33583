package dev.kith.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this JVM that can be stopped and started again, and the topic of changes on it.
 */
public final class TestBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Path directory;
  private final int port = freePort();
  private final int controllerPort = freePort();
  private @Nullable KafkaRaftServer server;

  /** Starts nothing yet. */
  public TestBroker(Path directory) throws Exception {
    this.directory = directory;
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .run();
  }

  public void start() {
    KafkaRaftServer started =
        new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
    server = started;
    started.startup();
  }

  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  public Map<String, Object> clientProperties() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  public void createTopic(int partitions) throws Exception {
    createTopic(partitions, Map.of());
  }

  public void createTopic(int partitions, Map<String, String> more) throws Exception {
    try (Admin admin = Admin.create(clientProperties())) {
      Map<String, String> configs = new HashMap<>(more);
      configs.put("cleanup.policy", "compact");
      NewTopic topic = new NewTopic(Topics.GRAPH_CHANGES, partitions, (short) 1);
      admin.createTopics(List.of(topic.configs(configs))).all().get();
    }
  }

  /** What partition 0 holds now. */
  public List<ConsumerRecord<byte[], byte[]>> records() {
    TopicPartition partition = new TopicPartition(Topics.GRAPH_CHANGES, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            clientProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  public void deleteTopic() throws Exception {
    try (Admin admin = Admin.create(clientProperties())) {
      admin.deleteTopics(List.of(Topics.GRAPH_CHANGES)).all().get();
      Await.until(
          "the topic is gone",
          () -> !admin.listTopics().names().get().contains(Topics.GRAPH_CHANGES));
    }
  }

  public void setPartitions(int count) throws Exception {
    try (Admin admin = Admin.create(clientProperties())) {
      admin
          .createPartitions(Map.of(Topics.GRAPH_CHANGES, NewPartitions.increaseTo(count)))
          .all()
          .get();
    }
  }

  public void publish(GraphSchema schema, GraphChange... changes) throws Exception {
    ChangeCodec codec = new ChangeCodec(schema);
    for (GraphChange change : changes) {
      publish(
          new ProducerRecord<>(
              Topics.GRAPH_CHANGES, codec.key(change.element()), codec.value(change)));
    }
  }

  public void publish(ProducerRecord<byte[], byte[]> record) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "CLIENTS");
    properties.put(
        "listeners",
        "CLIENTS://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
    properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", directory.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("log.cleaner.backoff.ms", "100");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8L << 20));
    return properties;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
