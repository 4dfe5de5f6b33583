package dev.kith.ingest.topology;

import dev.kith.ingest.deadletter.DeadLetters;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams is set up. */
final class StreamsConfigs {

  private StreamsConfigs() {}

  /**
   * The properties.
   *
   * @param kafka the user's own, which may tune what is not fixed here
   * @param threads a sensible number of them
   */
  static Properties of(Map<String, Object> kafka, Path stateDir, int threads) {
    Properties properties = new Properties();
    // Tunable. Latency: what follows from a record counts once its transaction is committed, in
    // each of two stages. A thread commits when it comes back from a poll, so it may not wait
    // longer there.
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
    properties.put(StreamsConfig.POLL_MS_CONFIG, 10);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // A transaction that begins while the brokers still end the one before is turned away at first.
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        DeadLetters.LARGEST_RECORD);
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        DeadLetters.LARGEST_RECORD);
    properties.put(
        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
    // A thread that was replaced does not leave the group, which waits for it so long.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    properties.putAll(kafka);
    // Fixed: what ingest promises depends on these.
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, StreamsPart.APPLICATION_ID);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    // Whoever was taken for dead and goes on would say what elements were before its successor
    // changed them, and that would be the last word. A transaction of his is never committed.
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // A source's clock may be ahead; its records are no less true.
    properties.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
        Long.MAX_VALUE);
    return properties;
  }
}
