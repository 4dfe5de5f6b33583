package dev.kith.ingest.watermark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka where topics end, and up to where a group has committed. Every method throws a {@link
 * KafkaException} if Kafka does not answer. Thread-safe.
 */
public final class TopicOffsets {
  private final Admin admin;
  private final String group;

  /**
   * @param admin stays open
   * @param group whose commits count
   */
  public TopicOffsets(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** Those of the topics that exist. */
  public List<TopicDescription> describe(Collection<String> topics) {
    List<TopicDescription> out = new ArrayList<>();
    for (KafkaFuture<TopicDescription> topic :
        admin.describeTopics(topics).topicNameValues().values()) {
      try {
        out.add(topic.get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new KafkaException(e.getCause());
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return out;
  }

  /** The partitions of those of the topics that exist. */
  public List<TopicPartition> partitions(Collection<String> topics) {
    return partitionsOf(describe(topics));
  }

  static List<TopicPartition> partitionsOf(List<TopicDescription> topics) {
    return topics.stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(p -> new TopicPartition(topic.name(), p.partition())))
        .toList();
  }

  /**
   * The offset after the last record of each, be it of a transaction that is not decided yet, or
   * the end of a transaction.
   */
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** Up to where the group committed; where it has not, the offset of the first record. */
  public Map<TopicPartition, Long> done(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    Map<TopicPartition, Long> done =
        offsets(
            partitions.stream().filter(p -> committed.get(p) == null).toList(),
            OffsetSpec.earliest());
    committed.forEach(
        (partition, commit) -> {
          if (commit != null) {
            done.put(partition, commit.offset());
          }
        });
    return done;
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> out = new HashMap<>();
    get(admin.listOffsets(asked).all())
        .forEach((partition, offset) -> out.put(partition, offset.offset()));
    return out;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed() {
    try {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of(); // nothing was committed yet
      }
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("interrupted", e);
  }
}
