package dev.kith.serving.replica;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies records to a graph. A record that Kith did not write is logged, counted and skipped: the
 * rest of the graph is worth more than nothing. One of a type that {@code graph.yaml} does not name
 * is counted and skipped. One thread only.
 */
final class ChangeApplier {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeApplier.class);

  /** So many are logged one by one; from then on every so many. */
  private static final int LOGGED = 20;

  private static final int LOGGED_EVERY = 10_000;

  private final ChangeCodec codec;
  private Consumer<GraphChange> graph;
  private final ReplicaMetrics metrics;
  private final WatermarkCodec watermarks = new WatermarkCodec();
  private final Map<Integer, Watermark> newest = new ConcurrentHashMap<>();
  private long applied;
  private long unknown;
  private long malformed;

  /**
   * @param graph takes the changes
   * @param watermarks by partition the newest that is true of the graph already
   */
  ChangeApplier(
      ChangeCodec codec,
      Consumer<GraphChange> graph,
      ReplicaMetrics metrics,
      Map<Integer, Watermark> watermarks) {
    this.codec = codec;
    this.graph = graph;
    this.metrics = metrics;
    newest.putAll(watermarks);
  }

  /** From now on changes go there. */
  void into(Consumer<GraphChange> other) {
    graph = other;
  }

  /** Whether it is a change, and no watermark. */
  boolean apply(ConsumerRecord<byte[], byte[]> record) {
    if (WatermarkCodec.isKey(record.key())) {
      watermarks
          .decode(record.value())
          .ifPresent(read -> newest.merge(record.partition(), read, ChangeApplier::laterOf));
      return false;
    }
    try {
      Optional<GraphChange> change = codec.decode(record.key(), record.value());
      if (change.isPresent()) {
        graph.accept(change.get());
        applied++;
        metrics.applied(record.timestamp());
      } else {
        unknown++;
        metrics.unknownType();
      }
    } catch (MalformedChangeException e) {
      malformed++;
      metrics.malformed();
      if (malformed <= LOGGED || malformed % LOGGED_EVERY == 0) {
        LOG.warn(
            "Skipped a malformed record, {} so far: {} partition {} offset {}: {}",
            malformed,
            record.topic(),
            record.partition(),
            record.offset(),
            e.getMessage());
      }
    }
    return true;
  }

  /** One that speaks of another topic of that name is no measure for what comes after it. */
  private static Watermark laterOf(Watermark known, Watermark read) {
    return known.isOfSameTopic(read) && known.asOf() > read.asOf() ? known : read;
  }

  /** By partition the newest watermark that was read. Any thread: what it says is in the graph. */
  Map<Integer, Watermark> watermarks() {
    return newest;
  }

  /** Records that are in the graph. */
  long applied() {
    return applied;
  }

  /** Records of types that this graph does not have. */
  long unknown() {
    return unknown;
  }

  /** Records that can't be read. */
  long malformed() {
    return malformed;
  }
}
