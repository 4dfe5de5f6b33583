package dev.kith.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.config.ConfigException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The embedded broker")
class EmbeddedBrokerTest {

  @TempDir Path folder;

  @Test
  @Timeout(120)
  @DisplayName("takes records, and still has them when it is started again on its directory")
  void keepsData() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      produce(broker, "one");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      produce(broker, "two");
      assertThat(consume(broker, 2)).containsExactly("one", "two");
    }
  }

  @Test
  @Timeout(120)
  @DisplayName("that was killed is back with its records")
  void killed() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      produce(broker, "one");
    }
    Files.delete(folder.resolve(".kafka_cleanshutdown")); // as if it had not been stopped
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      produce(broker, "two");
      assertThat(consume(broker, 2)).containsExactly("one", "two");
    }
  }

  @Test
  @DisplayName("says which port is in use, and how to choose another")
  void portInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use")
          .hasMessageContaining("--kafka-port");
    }
  }

  @Test
  @DisplayName("says which directory it can't use")
  void badDirectory() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString());
  }

  private static void produce(EmbeddedBroker broker, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("topic", 0, "key", value)).get(60, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(EmbeddedBroker broker, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("topic", 0)));
      while (values.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
