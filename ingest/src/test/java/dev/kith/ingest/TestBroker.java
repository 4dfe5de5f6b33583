package dev.kith.ingest;

import dev.kith.graph.TcpProxy;
import dev.kith.graph.change.WatermarkCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A real Kafka broker in this JVM, on loopback. */
public final class TestBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String address;
  private final TcpProxy detour;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  private TestBroker(KafkaRaftServer server, String address, TcpProxy detour) {
    this.server = server;
    this.address = address;
    this.detour = detour;
    this.admin = Admin.create(Map.of("bootstrap.servers", address));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "max.in.flight.requests.per.connection", 1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static TestBroker start(Path directory) throws IOException {
    int clients = freePort();
    int controller = freePort();
    int detoured = freePort();
    TcpProxy detour = new TcpProxy("127.0.0.1:" + detoured);
    String address = "127.0.0.1:" + clients;
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(1)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("the broker's directory could not be formatted", e);
    }
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put(
        "listeners",
        "PLAINTEXT://%s,DETOUR://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(address, detoured, controller));
    properties.put(
        "advertised.listeners", "PLAINTEXT://" + address + ",DETOUR://" + detour.address());
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", directory.toString());
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "500");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8L << 20));
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    return new TestBroker(server, address, detour);
  }

  /** {@code host:port}. */
  public String address() {
    return address;
  }

  /** Another way to it: a client that begins there stays there. */
  public TcpProxy detour() {
    return detour;
  }

  public Admin admin() {
    return admin;
  }

  /** Removes all topics and groups. Kafka does so a moment after it says that it did. */
  public void clear() throws Exception {
    List<String> groups =
        admin.listGroups().all().get().stream().map(GroupListing::groupId).toList();
    admin
        .deleteConsumerGroups(groups)
        .all()
        .toCompletionStage()
        .exceptionally(gone -> null)
        .toCompletableFuture()
        .get();
    admin.deleteTopics(admin.listTopics().names().get()).all().get();
    while (!admin.listTopics().names().get().isEmpty()) {
      Thread.sleep(Duration.ofMillis(10));
    }
  }

  /** Sends a record and waits until it is there. */
  public void send(String topic, byte @Nullable [] key, byte @Nullable [] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get();
  }

  /** Sends records, as keys and values, and waits until they are there. */
  public void sendAll(String topic, List<Map.Entry<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Map.Entry<byte[], byte[]> record : records) {
      sent.add(producer.send(new ProducerRecord<>(topic, record.getKey(), record.getValue())));
    }
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }

  /** All that is on a topic now, but watermarks. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return readAll(topic).stream().filter(r -> !WatermarkCodec.isKey(r.key())).toList();
  }

  /** All that is on a topic now. */
  public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> out = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(out::add);
      }
      return out;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    detour.close();
    server.shutdown();
    server.awaitShutdown();
  }
}
