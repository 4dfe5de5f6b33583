package dev.kith.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed of a topic from its end on, in a thread of its own, and tells of each
 * record when it came.
 */
public final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BiConsumer<ConsumerRecord<byte[], byte[]>, Long> seen;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread;

  private TopicTail(
      String kafka, String topic, BiConsumer<ConsumerRecord<byte[], byte[]>, Long> seen) {
    this.seen = seen;
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().name("tail-" + topic).unstarted(() -> run(topic));
  }

  /**
   * Starts; returns when nothing that comes from now on is missed.
   *
   * @param kafka {@code host:port} of a broker
   * @param topic which exists
   * @param seen told each record, and {@link System#nanoTime} when it was there, on one thread
   */
  public static TopicTail start(
      String kafka, String topic, BiConsumer<ConsumerRecord<byte[], byte[]>, Long> seen)
      throws InterruptedException {
    TopicTail tail = new TopicTail(kafka, topic, seen);
    tail.thread.start();
    tail.ready.await();
    return tail;
  }

  private void run(String topic) {
    try (consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position); // it only looks where the end is when asked
      ready.countDown();
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          seen.accept(record, System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      // It was closed.
    } finally {
      ready.countDown();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
