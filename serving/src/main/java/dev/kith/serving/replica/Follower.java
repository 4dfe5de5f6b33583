package dev.kith.serving.replica;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.GraphLoad;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.TopicWatch.Look;
import dev.kith.serving.snapshot.Snapshot;
import dev.kith.serving.snapshot.SnapshotHead;
import dev.kith.serving.snapshot.SnapshotTaker;
import dev.kith.serving.snapshot.SnapshotTopic;
import dev.kith.serving.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
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
  private static final Duration SNAPSHOT_PATIENCE = Duration.ofMinutes(1);
  private static final int ADMIN_TIMEOUT_MS = 5_000;

  private final CountDownLatch stop;
  private final Consumer<ReplicaStatus> publish;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicWatch watch;
  private final GraphSchema schema;
  private final Optional<Snapshots> snapshots;
  private final LoadingLog loading = new LoadingLog(LOG_INTERVAL, System::nanoTime);
  private final ReplicaMetrics metrics;
  private volatile MemoryGraph graph;
  private volatile ChangeApplier applier;

  /** Makes the graph as long as nobody reads it; empty if it began with that of a snapshot. */
  private Optional<GraphLoad> load;

  private final KnownWatermark watermark = new KnownWatermark(InstantSource.system());

  /** The next offset to be applied of each partition; read by other threads. */
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

  private boolean brokersAnswer = true;

  /** The topic's identity; empty until it is found. */
  private volatile String topicId = "";

  /**
   * @param snapshots whether it starts from snapshots, and takes some
   * @param clients stay open while {@link #run} runs and {@link #lag} is called
   * @param stop ends {@link #run} when it reaches 0
   * @param publish is told every change of the status, on the thread of {@link #run}
   */
  Follower(
      GraphSchema schema,
      Optional<Snapshots> snapshots,
      Clients clients,
      ReplicaMetrics metrics,
      CountDownLatch stop,
      Consumer<ReplicaStatus> publish) {
    this.schema = schema;
    this.snapshots = snapshots;
    this.metrics = metrics;
    this.stop = stop;
    this.publish = publish;
    this.graph = new MemoryGraph(schema);
    GraphLoad fresh = new GraphLoad(schema);
    this.load = Optional.of(fresh);
    this.applier = new ChangeApplier(new ChangeCodec(schema), fresh::apply, metrics, Map.of());
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
    Optional<SnapshotTaker> taker = snapshots.map(kept -> kept.taker(this::snapshot));
    try {
      follow(topic, catchUp, taker);
    } finally {
      taker.ifPresent(SnapshotTaker::close);
    }
  }

  private void follow(TopicDescription topic, CatchUp catchUp, Optional<SnapshotTaker> taker)
      throws ReplicaLostException, InterruptedException {
    boolean ready = false;
    while (stop.getCount() > 0) {
      applyNext(catchUp);
      if (!ready) {
        ready = catchUp.complete();
        if (ready) {
          makeLists();
        }
        publish.accept(
            ready
                ? new ReplicaStatus.Ready(graph, watermark)
                : new ReplicaStatus.Loading(catchUp.done(), catchUp.total()));
        if (ready) {
          logFinished(loading);
          taker.ifPresent(SnapshotTaker::start);
        } else {
          loading.progress(catchUp, applier.applied()).ifPresent(LOG::info);
        }
      }
      checkTopic(topic);
    }
  }

  /** From now on each change is in the graph as soon as it is applied. */
  private void makeLists() {
    if (load.isPresent()) {
      graph = load.get().graph();
      applier.into(graph::apply);
      load = Optional.empty();
    }
  }

  /** What the graph is now, from any thread: changes before its positions are in it. */
  HeldGraph held() {
    return new HeldGraph(graph, topicId, byNumber(positions));
  }

  /**
   * The graph with all that is on the topic now, from any thread. It goes on changing: its
   * positions and watermarks are of before it is looked at, so it has at least what they say.
   *
   * @return empty if Kafka does not tell where the topic ends, or the graph is too far behind
   */
  private Optional<Snapshot> snapshot() throws InterruptedException {
    Instant now = Instant.now();
    try {
      Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_COMMITTED);
      for (long waited = 0; !hasReached(ends); waited += POLL.toMillis()) {
        if (waited >= SNAPSHOT_PATIENCE.toMillis()) {
          LOG.info("No snapshot is taken now: the replica is behind");
          return Optional.empty();
        }
        Thread.sleep(POLL);
      }
    } catch (ExecutionException e) {
      LOG.info("No snapshot is taken now: {}", e.getMessage());
      return Optional.empty();
    }
    Map<Integer, Watermark> watermarks = Map.copyOf(applier.watermarks());
    return Optional.of(
        new Snapshot(
            new SnapshotHead(
                SnapshotHead.elements(schema), topicId, now, byNumber(positions), watermarks),
            graph));
  }

  private boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** How many changes are on the topic now that {@link #run} has not applied; asks Kafka. */
  long lag() throws InterruptedException, ExecutionException {
    if (positions.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_UNCOMMITTED);
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      // Positions are read after the ends: what was applied meanwhile is not behind.
      lag += Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L));
    }
    return lag;
  }

  private Map<TopicPartition, Long> ends(IsolationLevel isolation)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    positions.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(latest, new ListOffsetsOptions(isolation).timeoutMs(ADMIN_TIMEOUT_MS))
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
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

  private CatchUp assign(TopicDescription topic) throws InterruptedException {
    List<TopicPartition> partitions = new ArrayList<>();
    topic
        .partitions()
        .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
    for (Map.Entry<Integer, Long> position : loadSnapshot(topic.name(), starts).entrySet()) {
      starts.put(new TopicPartition(topic.name(), position.getKey()), position.getValue());
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    starts.forEach(consumer::seek);
    positions.putAll(starts);
    return new CatchUp(byNumber(starts), byNumber(ends));
  }

  /** Begins with the graph of a snapshot, if one can be used; returns the positions in it. */
  private Map<Integer, Long> loadSnapshot(String topic, Map<TopicPartition, Long> beginnings)
      throws InterruptedException {
    Optional<Duration> keepsTombstones =
        snapshots.isPresent() ? TombstoneTime.of(admin, topic) : Optional.empty();
    if (keepsTombstones.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(beginnings.keySet());
    SnapshotTopic facts =
        new SnapshotTopic(topicId, byNumber(beginnings), byNumber(ends), keepsTombstones.get());
    Optional<Snapshot> found = snapshots.get().newest(schema, facts, this::tellSnapshot);
    found.ifPresent(
        snapshot -> {
          load = Optional.empty();
          graph = snapshot.graph();
          applier =
              new ChangeApplier(
                  new ChangeCodec(schema), graph::apply, metrics, snapshot.head().watermarks());
        });
    return found.map(snapshot -> snapshot.head().positions()).orElse(Map.of());
  }

  private void tellSnapshot(long done, long total) {
    publish.accept(new ReplicaStatus.LoadingSnapshot(done, total));
    loading.snapshot(done, total).ifPresent(LOG::info);
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
