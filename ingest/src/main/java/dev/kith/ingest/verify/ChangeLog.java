package dev.kith.ingest.verify;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/** {@code kith.graph-changes}, to be read from its beginning. Not thread-safe. */
final class ChangeLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** With nothing coming for so long Kafka is away. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int TIMEOUT_MS = 15_000;

  /** A change, and where it stands. */
  record Logged(int partition, long offset, GraphChange change) {}

  /** What is done with each. */
  interface Reader {
    void read(Logged logged);
  }

  private final Map<String, Object> kafka;
  private final ChangeCodec codec;
  private final Admin admin;
  private final TopicDescription topic;

  private ChangeLog(
      Map<String, Object> kafka, ChangeCodec codec, Admin admin, TopicDescription topic) {
    this.kafka = kafka;
    this.codec = codec;
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * Finds the topic.
   *
   * @param kafka the properties that all Kafka clients share
   */
  static ChangeLog open(Map<String, Object> kafka, ChangeCodec codec) throws CannotTellException {
    Map<String, Object> impatient = new HashMap<>(kafka);
    impatient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    impatient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS - 5_000);
    Admin admin;
    try {
      admin = Admin.create(impatient);
    } catch (KafkaException e) {
      throw new CannotTellException("Kafka can't be reached: " + rootMessage(e), e);
    }
    try {
      TopicDescription topic =
          get(admin.describeTopics(List.of(Topics.GRAPH_CHANGES)).allTopicNames())
              .values()
              .iterator()
              .next();
      return new ChangeLog(impatient, codec, admin, topic);
    } catch (CannotTellException e) {
      admin.close();
      throw e;
    }
  }

  /** The topic's identity, which another of the same name does not have. */
  String topicId() {
    return topic.topicId().toString();
  }

  ChangeCodec codec() {
    return codec;
  }

  /** In which partition the changes of an element are, by the rule that producers follow. */
  int partitionOf(Element element) {
    return Utils.toPositive(Utils.murmur2(codec.key(element))) % topic.partitions().size();
  }

  /** By partition the offset after the last record that is committed. */
  Map<Integer, Long> ends() throws CannotTellException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<Integer, Long> out = new TreeMap<>();
    ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    get(admin.listOffsets(latest, committed).all())
        .forEach((partition, end) -> out.put(partition.partition(), end.offset()));
    return out;
  }

  /** A reading that begins with the first record. */
  Cursor fromBeginning() {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new Cursor(consumer);
  }

  private List<TopicPartition> partitions() {
    return IntStream.range(0, topic.partitions().size())
        .mapToObj(number -> new TopicPartition(Topics.GRAPH_CHANGES, number))
        .toList();
  }

  @Override
  public void close() {
    admin.close();
  }

  /** A reading of the topic, which goes on where it stopped. */
  final class Cursor implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> positions = new HashMap<>();

    private Cursor(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    /**
     * Reads until before these offsets, or somewhat further. Records that are no changes, and those
     * of types that this graph has not, are passed over, as the writer does.
     *
     * @param step for the progress
     */
    void readTo(Map<Integer, Long> ends, Reader reader, String step, Progress progress)
        throws CannotTellException {
      long total = sum(ends);
      long last = System.nanoTime();
      try {
        while (isBefore(ends)) {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
          for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record, reader);
          }
          records
              .nextOffsets()
              .forEach((partition, next) -> positions.put(partition.partition(), next.offset()));
          progress.at(step, sum(positions), total);
          long now = System.nanoTime();
          if (!records.nextOffsets().isEmpty()) {
            last = now;
          } else if (now - last > SILENCE.toNanos()) {
            throw new CannotTellException("Kafka does not answer any more", null);
          }
        }
      } catch (InterruptException e) {
        throw new CannotTellException("interrupted", e);
      } catch (KafkaException e) {
        throw new CannotTellException("Kafka refuses the changes: " + rootMessage(e), e);
      }
    }

    private boolean isBefore(Map<Integer, Long> ends) {
      return ends.entrySet().stream()
          .anyMatch(end -> end.getValue() > 0 && position(end.getKey()) < end.getValue());
    }

    private long position(int partition) {
      return positions.computeIfAbsent(
          partition, p -> consumer.position(new TopicPartition(Topics.GRAPH_CHANGES, p)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Reader reader) {
      try {
        codec
            .decode(record.key(), record.value())
            .ifPresent(
                change -> reader.read(new Logged(record.partition(), record.offset(), change)));
      } catch (MalformedChangeException e) {
        // The writer puts it among the dead letters, and goes on.
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <T> T get(KafkaFuture<T> answer) throws CannotTellException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new CannotTellException(
            "there is no topic " + Topics.GRAPH_CHANGES + " at this Kafka; ingest makes it", e);
      }
      throw new CannotTellException("Kafka does not answer: " + rootMessage(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotTellException("interrupted", e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
