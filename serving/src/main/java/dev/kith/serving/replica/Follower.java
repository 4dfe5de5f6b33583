package dev.kith.serving.replica;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.TopicWatch.Look;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the replica: one graph, filled from the topic's beginning by one thread, which calls
 * {@link #run}. It ends when it is told to stop, or when its graph no longer is the topic's: the
 * topic was created anew, or no longer holds what comes next. While brokers are away it waits.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration WATCH = Duration.ofSeconds(2);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
  private static final int LAG_TIMEOUT_MS = 5_000;

  private final CountDownLatch stop;
  private final Consumer<ReplicaStatus> publish;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicWatch watch;
  private final MemoryGraph graph;
  private final ChangeApplier applier;
  private final ReplicaMetrics metrics;
  private final KnownWatermark watermark = new KnownWatermark(InstantSource.system());

  /** The next offset to be applied of each partition; read by other threads. */
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

  private boolean brokersAnswer = true;

  /** The topic's identity; empty until it is found. */
  private volatile String topicId = "";

  /**
   * @param clients stay open while {@link #run} runs and {@link #lag} is called
   * @param stop ends {@link #run} when it reaches 0
   * @param publish is told every change of the status, on the thread of {@link #run}
   */
  Follower(
      GraphSchema schema,
      Clients clients,
      ReplicaMetrics metrics,
      CountDownLatch stop,
      Consumer<ReplicaStatus> publish) {
    this.metrics = metrics;
    this.stop = stop;
    this.publish = publish;
    this.graph = new MemoryGraph(schema);
    this.applier = new ChangeApplier(new ChangeCodec(schema), graph, metrics);
    this.admin = clients.admin();
    this.consumer = clients.consumer();
    this.watch = new TopicWatch(admin, Topics.GRAPH_CHANGES, WATCH, System::nanoTime);
  }

  /**
   * Reads until told to stop.
   *
   * @throws ReplicaLostException if the graph must be read again from the beginning
   */
  void run() throws ReplicaLostException, InterruptedException {
    Optional<TopicDescription> found = awaitTopic();
    if (found.isEmpty()) {
      return;
    }
    TopicDescription topic = found.get();
    topicId = topic.topicId().toString();
    CatchUp catchUp = assign(topic);
    LoadingLog loading = new LoadingLog(LOG_INTERVAL, System::nanoTime);
    boolean ready = false;
    while (stop.getCount() > 0) {
      applyNext(catchUp);
      if (!ready) {
        ready = catchUp.complete();
        publish.accept(
            ready
                ? new ReplicaStatus.Ready(graph, watermark)
                : new ReplicaStatus.Loading(catchUp.done(), catchUp.total()));
        if (ready) {
          logFinished(loading);
        } else {
          loading.progress(catchUp, applier.applied()).ifPresent(LOG::info);
        }
      }
      checkTopic(topic);
    }
  }

  /** What the graph is now, from any thread: changes before its positions are in it. */
  HeldGraph held() {
    return new HeldGraph(graph, topicId, byNumber(positions));
  }

  /** How many changes are on the topic now that {@link #run} has not applied; asks Kafka. */
  long lag() throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> applied = Map.copyOf(positions);
    if (applied.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    applied.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin.listOffsets(latest, new ListOffsetsOptions().timeoutMs(LAG_TIMEOUT_MS)).all().get();
    long lag = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      // Positions are read after the ends: what was applied meanwhile is not behind.
      lag += Math.max(0, end.getValue().offset() - positions.getOrDefault(end.getKey(), 0L));
    }
    return lag;
  }

  /** Empty if told to stop before. */
  private Optional<TopicDescription> awaitTopic() throws InterruptedException {
    String said = "";
    while (stop.getCount() > 0) {
      switch (watch.look()) {
        case Look.Found(TopicDescription topic) -> {
          return Optional.of(topic);
        }
        case Look.NotNow(String reason) -> {
          if (!reason.equals(said)) {
            LOG.info("The replica waits: {}", reason);
            said = reason;
          }
          publish.accept(new ReplicaStatus.Waiting(reason));
        }
      }
      boolean stopped = stop.await(500, TimeUnit.MILLISECONDS);
      if (stopped) {
        break;
      }
    }
    return Optional.empty();
  }

  private CatchUp assign(TopicDescription topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    topic
        .partitions()
        .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    consumer.assign(partitions);
    beginnings.forEach(consumer::seek);
    positions.putAll(beginnings);
    return new CatchUp(byNumber(beginnings), byNumber(ends));
  }

  private void applyNext(CatchUp catchUp) throws ReplicaLostException {
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(POLL);
    } catch (InvalidOffsetException e) {
      throw new ReplicaLostException(
          "the topic no longer has the next offset of " + e.partitions());
    }
    long began = System.nanoTime();
    int changes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      changes += applier.apply(record) ? 1 : 0;
    }
    metrics.batch(changes, Duration.ofNanos(System.nanoTime() - began));
    // Not consumer.position(), which may ask the brokers and fail while they are away.
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
      positions.put(next.getKey(), next.getValue().offset());
      catchUp.reached(next.getKey().partition(), next.getValue().offset());
      metrics.reached(next.getKey().partition(), next.getValue().offset());
    }
    tellLag();
    tellWatermark();
  }

  /** After the changes before it, which whoever sees it then sees too. */
  private void tellWatermark() {
    Optional<Watermark> all =
        applier.watermarks().size() == positions.size()
            ? Watermark.ofAll(applier.watermarks().values())
            : Optional.empty();
    Optional<Watermark> ours = all.filter(found -> found.topicId().equals(topicId));
    if (!ours.equals(watermark.newest())) {
      watermark.set(ours);
      metrics.asOf(ours);
    }
  }

  /** As the brokers' last answers have it; unknown while they are away. */
  private void tellLag() {
    long missing = 0;
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong lag = consumer.currentLag(partition);
      if (lag.isEmpty()) {
        return;
      }
      missing += lag.getAsLong();
    }
    if (brokersAnswer) {
      metrics.freshness().missing(missing);
    } else {
      metrics.freshness().unknown();
    }
  }

  private void checkTopic(TopicDescription known)
      throws ReplicaLostException, InterruptedException {
    Optional<Look> look = watch.poll();
    if (look.isPresent()) {
      brokersAnswer = look.get() instanceof Look.Found;
    }
    if (look.orElse(null) instanceof Look.Found(TopicDescription topic)) {
      if (!topic.topicId().equals(known.topicId())) {
        throw new ReplicaLostException("the topic " + topic.name() + " was created anew");
      }
      if (topic.partitions().size() > consumer.assignment().size()) {
        addPartitions(topic);
      }
    }
  }

  private void addPartitions(TopicDescription topic) {
    List<TopicPartition> added = new ArrayList<>();
    for (int p = consumer.assignment().size(); p < topic.partitions().size(); p++) {
      added.add(new TopicPartition(topic.name(), p));
    }
    LOG.warn(
        "{} got {} more partitions. Elements whose changes now go to another partition have no"
            + " order between the two: create the topic anew instead",
        topic.name(),
        added.size());
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
    List<TopicPartition> all = new ArrayList<>(consumer.assignment());
    all.addAll(added);
    consumer.assign(all);
    beginnings.forEach(consumer::seek);
    positions.putAll(beginnings);
  }

  private void logFinished(LoadingLog loading) {
    LOG.info(loading.finished(applier.applied()));
    if (applier.unknown() > 0) {
      LOG.info("{} changes are of types that graph.yaml does not name", applier.unknown());
    }
    if (applier.malformed() > 0) {
      LOG.warn("{} records could not be read and were skipped", applier.malformed());
    }
  }

  private static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
    Map<Integer, Long> out = new HashMap<>();
    offsets.forEach((partition, offset) -> out.put(partition.partition(), offset));
    return out;
  }
}
