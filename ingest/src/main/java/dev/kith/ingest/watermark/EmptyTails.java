package dev.kith.ingest.watermark;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out that a partition has no record between where ingest committed and where it ends, but
 * only the ends of transactions, or aborted ones. Kafka Streams passes those over, and may not
 * commit that it did until a record comes.
 *
 * <p>A partition is looked at once its commit has stood still for a while, and once for each
 * commit, so that a topic which is far behind is not read twice. Not thread-safe.
 */
final class EmptyTails implements AutoCloseable {
  private static final Duration STILL = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Since when the commit of a partition has been here, and whether a record is known to follow.
   */
  private record Commit(long offset, long since, boolean hasRecord) {}

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Map<TopicPartition, Commit> commits = new HashMap<>();

  /**
   * @param consumers make one without a group that reads what is committed; closed after each look
   */
  EmptyTails(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** Moves what is done over the tails that are empty. */
  void pass(Map<TopicPartition, Long> done, Map<TopicPartition, Long> ends) {
    long now = System.nanoTime();
    ends.forEach(
        (partition, end) -> {
          long from = done.getOrDefault(partition, end);
          Commit known = commits.get(partition);
          if (known == null || known.offset() != from) {
            commits.put(partition, new Commit(from, now, false));
          } else if (from < end && !known.hasRecord() && now - known.since() >= STILL.toNanos()) {
            if (isEmpty(partition, known, end)) {
              done.put(partition, end);
            }
          }
        });
  }

  private boolean isEmpty(TopicPartition partition, Commit commit, long end) {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, commit.offset());
      long until = System.nanoTime() + POLL.toNanos();
      while (System.nanoTime() < until && consumer.position(partition) < end) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          commits.put(partition, new Commit(commit.offset(), commit.since(), true));
          return false;
        }
      }
      return consumer.position(partition) >= end;
    }
  }

  @Override
  public void close() {
    commits.clear();
  }
}
