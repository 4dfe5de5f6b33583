package dev.kith.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginnings, each time on to where they then end. Not thread-safe. */
final class TopicReader implements AutoCloseable {
  private final List<String> topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private List<TopicPartition> partitions = List.of();

  TopicReader(String bootstrapServers, List<String> topics) {
    this.topics = topics;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** What came since the last time; of a partition in its order. */
  void readOn(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    if (partitions.isEmpty()) {
      partitions = partitions();
      consumer.assign(partitions);
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      consumer.poll(Duration.ofMillis(100)).forEach(each);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private List<TopicPartition> partitions() {
    List<TopicPartition> out = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(partition -> out.add(new TopicPartition(topic, partition.partition())));
    }
    return out;
  }
}
