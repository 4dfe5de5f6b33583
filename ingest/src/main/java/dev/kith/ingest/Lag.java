package dev.kith.ingest;

import dev.kith.dgraph.DgraphException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.IngestStatus.Partition;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import dev.kith.ingest.write.ChangeConsumer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How far ingest is behind. Thread-safe. */
final class Lag {
  private final Admin admin;
  private final List<String> sources;

  Lag(Admin admin, GraphSchema graph) {
    this.admin = admin;
    this.sources =
        Stream.concat(graph.sources().stream().map(SourceTable::topic), Stream.of(Topics.REPLAYS))
            .toList();
  }

  /**
   * How many records of the CDC topics are not on {@code kith.graph-changes}, or, already mapped,
   * not yet ordered. If it is 0, everything that was on the CDC topics before the call is there:
   * Streams commits an offset only after what follows from the records before it was written, and
   * the stages are asked one after the other.
   */
  long ofSource() {
    return missing(source());
  }

  /** How far each partition of the CDC topics, and of the repartition topic, is; in that order. */
  List<Partition> source() {
    Collection<TopicPartition> cdc = partitions(sources);
    Map<TopicPartition, Long> sent = ends(cdc);
    List<Partition> out = new ArrayList<>(progress(sent, done(cdc)));
    Collection<TopicPartition> mapped =
        partitions(List.of(IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID)));
    // What ordering leaves for later it sends to itself before it commits, so the end comes last.
    Map<TopicPartition, Long> ordered = done(mapped);
    out.addAll(progress(ends(mapped), ordered));
    return out;
  }

  /**
   * How many offsets of {@code kith.graph-changes} Dgraph does not hold. Where Dgraph can't be
   * asked, all of the partition.
   */
  long ofDgraph(ChangeConsumer writer) {
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end :
        ends(partitions(List.of(Topics.GRAPH_CHANGES))).entrySet()) {
      lag += Math.max(0, end.getValue() - position(writer, end.getKey().partition()));
    }
    return lag;
  }

  /** How far each partition is that a writer of this process has; -1 where it does not know yet. */
  List<Partition> written(Map<Integer, Long> positions) {
    List<TopicPartition> asked =
        positions.keySet().stream().map(p -> new TopicPartition(Topics.GRAPH_CHANGES, p)).toList();
    List<Partition> out = new ArrayList<>();
    offsets(asked, OffsetSpec.latest())
        .forEach(
            (partition, end) ->
                out.add(
                    new Partition(
                        partition.topic(),
                        partition.partition(),
                        positions.getOrDefault(partition.partition(), -1L),
                        end)));
    return out;
  }

  private static long position(ChangeConsumer writer, int partition) {
    try {
      return writer.position(partition);
    } catch (DgraphException e) {
      return 0;
    }
  }

  private static long missing(List<Partition> partitions) {
    return partitions.stream().mapToLong(p -> Math.max(0, p.end() - p.position())).sum();
  }

  private static List<Partition> progress(
      Map<TopicPartition, Long> ends, Map<TopicPartition, Long> done) {
    List<Partition> out = new ArrayList<>();
    ends.forEach(
        (partition, end) ->
            out.add(
                new Partition(
                    partition.topic(),
                    partition.partition(),
                    done.getOrDefault(partition, 0L),
                    end)));
    return out;
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** Up to where Streams committed. */
  private Map<TopicPartition, Long> done(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    Map<TopicPartition, Long> done =
        offsets(uncommitted(partitions, committed), OffsetSpec.earliest());
    committed.forEach(
        (partition, commit) -> {
          if (commit != null) {
            done.put(partition, commit.offset());
          }
        });
    return done;
  }

  private static List<TopicPartition> uncommitted(
      Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> committed) {
    return partitions.stream().filter(p -> committed.get(p) == null).toList();
  }

  /** Of those topics that exist: Streams makes its own when it first runs. */
  private Collection<TopicPartition> partitions(List<String> topics) {
    List<TopicPartition> out = new ArrayList<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (name, description) -> {
              try {
                TopicDescription topic = description.get();
                topic.partitions().forEach(p -> out.add(new TopicPartition(name, p.partition())));
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw new KafkaException(e.getCause());
                }
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    return out;
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
      return admin
          .listConsumerGroupOffsets(StreamsPart.APPLICATION_ID)
          .partitionsToOffsetAndMetadata()
          .get();
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
