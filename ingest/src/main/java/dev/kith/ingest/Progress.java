package dev.kith.ingest;

import dev.kith.graph.change.Topics;
import dev.kith.ingest.IngestStatus.Partition;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every few seconds how far ingest is, so that nobody who wants to know has to wait for
 * Kafka.
 */
final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL_MS = 2_000;
  private static final Comparator<Partition> ORDER =
      Comparator.comparing(Partition::topic).thenComparingInt(Partition::partition);

  private final Supplier<List<Partition>> source;
  private final Supplier<List<Partition>> dgraph;
  private final TopologyMetrics topology;
  private final WriterMetrics writer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-progress").factory());
  private volatile List<Partition> ofSource = List.of();
  private volatile List<Partition> ofDgraph = List.of();
  private volatile boolean silent;

  /**
   * @param source the partitions of the topology, asked of Kafka
   * @param dgraph those that this process writes to Dgraph, asked of Kafka; a position of -1 is not
   *     known
   */
  Progress(
      Supplier<List<Partition>> source,
      Supplier<List<Partition>> dgraph,
      TopologyMetrics topology,
      WriterMetrics writer) {
    this.source = source;
    this.dgraph = dgraph;
    this.topology = topology;
    this.writer = writer;
  }

  Progress start() {
    var _ = timer.scheduleWithFixedDelay(this::ask, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    return this;
  }

  private void ask() {
    try {
      ofSource = sorted(source.get());
      ofDgraph = sorted(dgraph.get());
      writer.has(ofDgraph.stream().map(Partition::partition).collect(Collectors.toSet()));
      topology.freshness().missing(missing(ofSource));
      if (ofDgraph.stream().allMatch(partition -> partition.position() >= 0)) {
        writer.freshness().missing(missing(ofDgraph));
      } else {
        writer.freshness().unknown();
      }
      silent = false;
    } catch (KafkaException e) {
      topology.freshness().unknown();
      writer.freshness().unknown();
      silent = true;
      LOG.debug("Kafka does not say how far ingest is", e);
    } catch (RuntimeException e) { // else it would never be asked again
      LOG.error("How far ingest is can't be told", e);
    }
    topology.sample();
    writer.sample();
  }

  private static List<Partition> sorted(List<Partition> partitions) {
    return partitions.stream().sorted(ORDER).toList();
  }

  /** Without what a watermark that is on its way may be: else something always would be missing. */
  private static long missing(List<Partition> partitions) {
    return partitions.stream()
        .mapToLong(p -> Math.max(0, p.end() - p.position() - watermark(p.topic())))
        .sum();
  }

  private static int watermark(String topic) {
    if (topic.equals(Topics.GRAPH_CHANGES)) {
      return 2; // itself, and the end of its transaction
    }
    return topic.equals(IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID)) ? 1 : 0;
  }

  /** Of the topology, as Kafka last said. */
  List<Partition> ofSource() {
    return ofSource;
  }

  /** Of the writer, as Kafka last said. */
  List<Partition> ofDgraph() {
    return ofDgraph;
  }

  /** Whether Kafka did not answer when it was asked last. */
  boolean isKafkaSilent() {
    return silent;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      var _ = timer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
