package dev.kith.bench.rig;

import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.GraphSchema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code kith.graph-changes} as ingest would write it, without the way there: changes, and ten
 * times a second the watermarks that say that all of them up to then are there. Thread-safe.
 */
public final class GraphTopic implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final long WATERMARKS_MILLIS = 100;

  private final GraphSchema schema;
  private final ChangeCodec codec;
  private final WatermarkCodec watermarks = new WatermarkCodec();
  private final Producer<byte[], byte[]> producer;
  private final Producer<byte[], byte[]> express;
  private final String topicId;
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bench-watermarks").factory());

  private GraphTopic(GraphSchema schema, String topicId, String bootstrapServers) {
    this.schema = schema;
    this.codec = new ChangeCodec(schema);
    this.topicId = topicId;
    this.producer = producer(bootstrapServers, 1);
    this.express = producer(bootstrapServers, 0);
  }

  /** Makes the topic, which must not exist. */
  static GraphTopic create(String bootstrapServers, GraphSchema schema)
      throws InterruptedException, ExecutionException {
    NewTopic topic =
        new NewTopic(Topics.GRAPH_CHANGES, PARTITIONS, (short) 1)
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    String id;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      id = admin.createTopics(List.of(topic)).topicId(Topics.GRAPH_CHANGES).get().toString();
    }
    GraphTopic made = new GraphTopic(schema, id, bootstrapServers);
    var _ =
        made.clock.scheduleAtFixedRate(
            made::tellWatermarks, 0, WATERMARKS_MILLIS, TimeUnit.MILLISECONDS);
    return made;
  }

  private static Producer<byte[], byte[]> producer(String bootstrapServers, int lingerMillis) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            lingerMillis,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 17),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Sends a change, with others that come soon. */
  public void send(GraphChange change) {
    send(producer, record(change));
  }

  /** Sends a change at once; of one element always this or never. */
  public void sendNow(GraphChange change) {
    send(express, record(change));
  }

  private ProducerRecord<byte[], byte[]> record(GraphChange change) {
    return new ProducerRecord<>(
        Topics.GRAPH_CHANGES, codec.key(change.element()), codec.value(change));
  }

  /** Sends all of a shop whose history ends now; the broker has it then. */
  public void send(PowerLawShop shop) {
    shop.generate(Instant.now(), new ChangeSink(schema, this::send));
    flush();
  }

  private void send(Producer<byte[], byte[]> by, ProducerRecord<byte[], byte[]> record) {
    var _ =
        by.send(
            record,
            (sent, failed) -> {
              if (failed != null) {
                failure.compareAndSet("", failed.toString());
              }
            });
  }

  private void tellWatermarks() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    byte[] value = watermarks.value(new Watermark(now, topicId, PARTITIONS, Map.of()));
    for (int i = 0; i < PARTITIONS; i++) {
      send(producer, new ProducerRecord<>(Topics.GRAPH_CHANGES, i, WatermarkCodec.key(i), value));
    }
  }

  /** Waits until the broker has all that was sent. */
  public void flush() {
    producer.flush();
    if (!failure.get().isEmpty()) {
      throw new IllegalStateException("Kafka did not take a change: " + failure.get());
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
    express.close();
  }
}
