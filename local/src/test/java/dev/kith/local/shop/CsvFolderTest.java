package dev.kith.local.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kith.graph.change.Topics;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.local.embedded.EmbeddedBroker;
import dev.kith.local.embedded.EmbeddedRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder of CSV files")
class CsvFolderTest {

  @TempDir Path folder;

  @Test
  @Timeout(180)
  @DisplayName(
      "is published: rows to the CDC topics, bad lines to the dead letters with file and line")
  void published() throws Exception {
    Files.writeString(folder.resolve("users.csv"), "user_id,age\nu1,30\nu2,old\nu3,\n");
    Files.writeString(folder.resolve("products.csv"), "product_id\n");
    Files.writeString(folder.resolve("friendships.csv"), "user_id,friend_id\nu1,u3\nu1\n");
    Files.writeString(
        folder.resolve("purchases.csv"), "purchase_id,user_id,product_id\no1,u3,p1\n");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), 0);
        CsvFolder csv = CsvFolder.open(folder);
        CdcPublisher publisher =
            new CdcPublisher(broker.bootstrapServers(), registry.url(), InstantSource.system())) {
      List<String> bad = new ArrayList<>();
      List<Double> shares = new ArrayList<>();

      long rows =
          csv.publish(publisher, line -> bad.add(line.toString()), (r, share) -> shares.add(share));

      assertThat(rows).isEqualTo(4);
      assertThat(csv.someUser()).contains("u3");
      assertThat(bad)
          .containsExactly(
              "users.csv:3: age is not a whole number: 'old'",
              "friendships.csv:3: it has 1 fields, the header 2");
      assertThat(shares).isSorted().endsWith(1.0);
      assertThat(records(broker, ShopTable.USERS.topic())).hasSize(2);
      assertThat(records(broker, ShopTable.FRIENDSHIPS.topic())).hasSize(1);
      assertThat(records(broker, ShopTable.PURCHASES.topic())).hasSize(1);
      assertThat(records(broker, Topics.DEAD_LETTERS))
          .extracting(
              record -> header(record, DeadLetters.TOPIC),
              record -> header(record, DeadLetters.OFFSET),
              record -> header(record, DeadLetters.REASON),
              record -> new String(record.value(), UTF_8))
          .containsExactlyInAnyOrder(
              tuple("users.csv", "3", "age is not a whole number: 'old'", "u2,old"),
              tuple("friendships.csv", "3", "it has 1 fields, the header 2", "u1"));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Everything that the topic holds now. */
  private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedBroker broker, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
