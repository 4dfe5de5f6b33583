package dev.kith.serving.replica;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The clients of Kafka that the replica reads with. */
record Clients(Admin admin, KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  /**
   * Makes them; they connect by themselves.
   *
   * @param kafka the user's properties, which may tune what is not fixed here
   * @throws org.apache.kafka.common.KafkaException if they can't be made with these properties
   */
  static Clients create(Map<String, Object> kafka) {
    Admin admin = Admin.create(adminProperties(kafka));
    try {
      return new Clients(admin, new KafkaConsumer<>(consumerProperties(kafka)));
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Checks the properties as far as that is possible without connecting.
   *
   * @throws org.apache.kafka.common.config.ConfigException if one can't be used
   */
  static void check(Map<String, Object> kafka) {
    var _ = new AdminClientConfig(adminProperties(kafka));
    var _ = new ConsumerConfig(consumerProperties(kafka));
  }

  @Override
  public void close() {
    try (consumer) {
      admin.close(CLOSE_TIMEOUT);
    }
  }

  private static Map<String, Object> adminProperties(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("client.id", "kith-replica-admin");
    return properties;
  }

  private static Map<String, Object> consumerProperties(Map<String, Object> kafka) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("max.poll.records", 10_000);
    properties.put("max.partition.fetch.bytes", 8 << 20);
    properties.put("receive.buffer.bytes", 1 << 20);
    properties.putAll(kafka);
    properties.put("client.id", "kith-replica");
    properties.put("key.deserializer", ByteArrayDeserializer.class);
    properties.put("value.deserializer", ByteArrayDeserializer.class);
    properties.put("enable.auto.commit", false);
    // A position that is not there means that the graph must be read again: never go on elsewhere.
    properties.put("auto.offset.reset", "none");
    // What is not is of an ingest that was taken for dead, and may be older than what counts.
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", false);
    properties.remove("group.id");
    return properties;
  }
}
