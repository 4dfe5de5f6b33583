package dev.kith.serving.replica;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks at a topic's identity and number of partitions. One thread only. */
final class TopicWatch {
  private static final int TIMEOUT_MS = 5_000;

  /** What a look found. */
  sealed interface Look {
    record Found(TopicDescription topic) implements Look {}

    /** There is nothing to see now; {@code reason} says why. */
    record NotNow(String reason) implements Look {}
  }

  private final Admin admin;
  private final String topic;
  private final long interval;
  private final LongSupplier nanoTime;
  private @Nullable KafkaFuture<TopicDescription> pending;
  private long last;

  TopicWatch(Admin admin, String topic, Duration interval, LongSupplier nanoTime) {
    this.admin = admin;
    this.topic = topic;
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Looks, and waits for the answer. */
  Look look() throws InterruptedException {
    return result(ask());
  }

  /**
   * Looks once an interval without waiting: the answer is returned by a later call, once.
   *
   * @return empty if there is no new answer
   */
  Optional<Look> poll() throws InterruptedException {
    KafkaFuture<TopicDescription> asked = pending;
    if (asked != null && asked.isDone()) {
      pending = null;
      return Optional.of(result(asked));
    }
    long now = nanoTime.getAsLong();
    if (asked == null && now - last >= interval) {
      last = now;
      pending = ask();
    }
    return Optional.empty();
  }

  private KafkaFuture<TopicDescription> ask() {
    return requireNonNull(
        admin
            .describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
            .topicNameValues()
            .get(topic));
  }

  private Look result(KafkaFuture<TopicDescription> asked) throws InterruptedException {
    try {
      return new Look.Found(asked.get());
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case UnknownTopicOrPartitionException missing ->
            new Look.NotNow("there is no topic " + topic + " yet; ingest creates it");
        case TimeoutException timeout -> new Look.NotNow("Kafka does not answer");
        case RetriableException passing -> new Look.NotNow("Kafka says: " + passing.getMessage());
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }
}
