package dev.kith.ingest;

import dev.kith.dgraph.DgraphException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.IngestStatus.Partition;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import dev.kith.ingest.watermark.TopicOffsets;
import dev.kith.ingest.write.ChangeConsumer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** How far ingest is behind. Thread-safe. */
final class Lag {
  private final TopicOffsets offsets;
  private final List<String> sources;

  Lag(Admin admin, GraphSchema graph) {
    this.offsets = new TopicOffsets(admin, StreamsPart.APPLICATION_ID);
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
    Collection<TopicPartition> cdc = offsets.partitions(sources);
    Map<TopicPartition, Long> sent = offsets.ends(cdc);
    List<Partition> out = new ArrayList<>(progress(sent, offsets.done(cdc)));
    Collection<TopicPartition> mapped =
        offsets.partitions(List.of(IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID)));
    // What ordering leaves for later it sends to itself before it commits, so the end comes last.
    Map<TopicPartition, Long> ordered = offsets.done(mapped);
    out.addAll(progress(offsets.ends(mapped), ordered));
    return out;
  }

  /**
   * How many offsets of {@code kith.graph-changes} Dgraph does not hold. Where Dgraph can't be
   * asked, all of the partition.
   */
  long ofDgraph(ChangeConsumer writer) {
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end :
        offsets.ends(offsets.partitions(List.of(Topics.GRAPH_CHANGES))).entrySet()) {
      lag += Math.max(0, end.getValue() - position(writer, end.getKey().partition()));
    }
    return lag;
  }

  /** How far each partition is that a writer of this process has; -1 where it does not know yet. */
  List<Partition> written(Map<Integer, Long> positions) {
    List<TopicPartition> asked =
        positions.keySet().stream().map(p -> new TopicPartition(Topics.GRAPH_CHANGES, p)).toList();
    List<Partition> out = new ArrayList<>();
    offsets
        .ends(asked)
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
}
