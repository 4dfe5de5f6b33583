package dev.kith.ingest.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of dead letters, without a group. Not thread-safe. */
public final class LetterReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PATIENCE_MS = 15_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  /**
   * @param kafka the properties that all Kafka clients share
   * @param topic one of Kith's own
   */
  public LetterReader(Map<String, Object> kafka, String topic) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.topic = topic;
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Every letter that is there now, in no order but that of each partition.
   *
   * @param since only those that were written then or later
   */
  public void forEach(Optional<Instant> since, Consumer<DeadLetter> action) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    since.ifPresent(time -> seek(time, ends));
    read(ends, action);
  }

  private void seek(Instant time, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp first = found.get(partition);
          consumer.seek(partition, first == null ? end : first.offset());
        });
  }

  /** The letters at these places, as far as they are still there. */
  public List<DeadLetter> at(Collection<Place> places) {
    Set<Place> wanted = new HashSet<>(places);
    Set<TopicPartition> existing = new HashSet<>(partitions());
    Map<TopicPartition, Long> first = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Place place : wanted) {
      TopicPartition partition = new TopicPartition(topic, place.partition());
      if (existing.contains(partition)) {
        first.merge(partition, place.offset(), Math::min);
        ends.merge(partition, place.offset() + 1, Math::max);
      }
    }
    Map<TopicPartition, Long> there = consumer.endOffsets(ends.keySet());
    ends.replaceAll((partition, end) -> Math.min(end, there.getOrDefault(partition, end)));
    consumer.assign(ends.keySet());
    first.forEach(consumer::seek);
    List<DeadLetter> out = new ArrayList<>();
    read(
        ends,
        letter -> {
          if (wanted.contains(letter.place())) {
            out.add(letter);
          }
        });
    return out;
  }

  private void read(Map<TopicPartition, Long> ends, Consumer<DeadLetter> action) {
    Map<TopicPartition, Long> left = new HashMap<>(ends);
    while (true) {
      left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      if (left.isEmpty()) {
        return;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
        if (end != null && record.offset() < end) {
          action.accept(new DeadLetter(record));
        }
      }
    }
  }

  /** How many partitions the topic has; 0 if it is not there. */
  public int partitionCount() {
    return partitions().size();
  }

  private List<TopicPartition> partitions() {
    List<PartitionInfo> infos = consumer.partitionsFor(topic);
    return infos == null
        ? List.of()
        : infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
