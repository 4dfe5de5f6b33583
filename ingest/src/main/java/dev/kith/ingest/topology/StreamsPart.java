package dev.kith.ingest.topology;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.retry.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running topology. */
public final class StreamsPart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);

  public static final String APPLICATION_ID = "kith-ingest";
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private final KafkaStreams streams;

  /**
   * @param changesId the identity of {@code kith.graph-changes}
   * @param largestLetter the largest dead letter that its topic takes, in bytes
   * @param kafka the properties that all Kafka clients share
   * @param stateDir where the order of changes is kept; what is lost there comes back from Kafka
   * @param partitions how many of them the changes are ordered in; never to be changed afterwards
   * @param stop ends what the topology waits for; to be given before {@link #close}
   * @param listener told what becomes of each record
   * @param onFailure told what makes it impossible to go on
   */
  public StreamsPart(
      GraphSchema graph,
      Readers readers,
      int partitions,
      String changesId,
      int largestLetter,
      Map<String, Object> kafka,
      Path stateDir,
      StopSignal stop,
      TopologyListener listener,
      Consumer<String> onFailure) {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, partitions);
    streams =
        new KafkaStreams(
            IngestTopology.build(graph, readers, partitions, changesId, largestLetter, listener),
            StreamsConfigs.of(kafka, stateDir, threads));
    streams.setUncaughtExceptionHandler(
        new ThreadFailures(stop, PAUSE, InstantSource.system(), onFailure));
  }

  public void start() {
    streams.start();
  }

  /** As Kafka Streams calls it: {@code RUNNING}, {@code REBALANCING} and so on. */
  public String state() {
    return streams.state().name();
  }

  /**
   * Whether this process puts in order what is in the first partition: of several processes that is
   * one, as far as they know of each other.
   */
  public boolean isFirst() {
    TopicPartition first = new TopicPartition(IngestTopology.repartitionTopic(APPLICATION_ID), 0);
    return streams.state().isRunningOrRebalancing()
        && streams.metadataForLocalThreads().stream()
            .flatMap(thread -> thread.activeTasks().stream())
            .anyMatch(task -> task.topicPartitions().contains(first));
  }

  /**
   * Commits what was processed, leaves the group, so that whoever goes on does so at once, and
   * ends. Waits for that only so long, since Kafka may be away.
   */
  @Override
  public void close() {
    CloseOptions leave =
        CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE);
    if (!streams.close(leave)) {
      LOG.warn("The topology does not end: Kafka may be away. Left behind.");
    }
  }
}
