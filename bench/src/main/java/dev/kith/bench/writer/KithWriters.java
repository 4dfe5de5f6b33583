package dev.kith.bench.writer;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.DgraphWriter.Creations;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.write.ChangeConsumer;
import dev.kith.ingest.write.ChangeStore;
import dev.kith.ingest.write.WriterListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kith's own way from {@code kith.graph-changes} to Dgraph, by as many processes as are wanted:
 * each has its own consumer, connection and cache, though they share this JVM.
 */
final class KithWriters implements AutoCloseable {
  /** Of the topic; which of them are used is up to each measurement. */
  static final int PARTITIONS = 5;

  /** As ingest does: it commits what it publishes every 20 ms. */
  private static final Duration TICK = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GraphSchema graph;
  private final ChangeCodec codec;
  private final Producer<byte[], byte[]> producer;
  private final Deque<Runnable> parts = new ArrayDeque<>();
  private final List<DgraphWriter> writers = new ArrayList<>();
  private final Counts counts = new Counts();
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  /** What the writers say. */
  private static final class Counts implements WriterListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Integer, Long> positions = new HashMap<>();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong aborts = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicReference<String> failure = new AtomicReference<>("");

    @Override
    public void committed(Commit commit) {
      commits.incrementAndGet();
      records.addAndGet(commit.records());
      signal(() -> positions.put(commit.partition(), commit.position()));
    }

    @Override
    public void retried(int partition, Kind why) {
      if (why == Kind.ABORTED) {
        aborts.incrementAndGet();
      }
    }

    void failed(String why) {
      signal(() -> failure.set(why));
    }

    private void signal(Runnable change) {
      lock.lock();
      try {
        change.run();
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void await(Map<Integer, Long> ends) throws InterruptedException {
      lock.lock();
      try {
        long left = PATIENCE.toNanos();
        while (!ends.entrySet().stream()
            .allMatch(e -> positions.getOrDefault(e.getKey(), 0L) >= e.getValue())) {
          if (!failure.get().isEmpty() || left <= 0) {
            throw new IllegalStateException("Kith's writer does not get on: " + failure.get());
          }
          left = moved.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Transactions so far: those of batches, and those that make the nodes that these need.
   *
   * @param records in the batches
   */
  record Transactions(Creations batches, Creations creations, long records) {

    Transactions minus(Transactions before) {
      return new Transactions(
          minus(batches, before.batches),
          minus(creations, before.creations),
          records - before.records);
    }

    private static Creations minus(Creations a, Creations b) {
      return new Creations(a.committed() - b.committed(), a.aborted() - b.aborted());
    }

    long all() {
      return batches.committed() + creations.committed() + aborted();
    }

    long aborted() {
      return batches.aborted() + creations.aborted();
    }

    double perBatch() {
      return (double) records / Math.max(1, batches.committed());
    }
  }

  /**
   * Makes the topic, which must not exist, and starts the writers.
   *
   * @param alpha the address of a Dgraph that is empty; gets the schema
   */
  static KithWriters start(String kafka, String alpha, GraphSchema graph, int processes)
      throws InterruptedException, ExecutionException, DgraphException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin
          .createTopics(List.of(new NewTopic(Topics.GRAPH_CHANGES, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    KithWriters writers = new KithWriters(kafka, graph);
    for (int i = 0; i < processes; i++) {
      writers.startProcess(kafka, alpha, i == 0);
    }
    return writers;
  }

  private KithWriters(String kafka, GraphSchema graph) {
    this.graph = graph;
    this.codec = new ChangeCodec(graph);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                kafka,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                // In order without sequence numbers, of which a fresh broker under load lost count.
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    parts.push(producer::close);
  }

  private void startProcess(String kafka, String alpha, boolean first) throws DgraphException {
    Dgraph dgraph = Dgraph.connect(List.of(alpha));
    parts.push(dgraph::close);
    if (first) {
      dgraph.applySchema(graph);
    }
    DgraphWriter writer = new DgraphWriter(dgraph, graph, "bench");
    writers.add(writer);
    ChangeConsumer consumer =
        ChangeConsumer.of(
            Map.of("bootstrap.servers", kafka),
            behindGate(ChangeStore.of(writer)),
            codec,
            counts,
            counts::failed);
    parts.push(consumer::close);
    consumer.start();
  }

  /** A store that is written to while the gate is open. */
  private ChangeStore behindGate(ChangeStore store) {
    return new ChangeStore() {
      @Override
      public long begin(int partition) throws DgraphException {
        return store.begin(partition);
      }

      @Override
      public long position(int partition) throws DgraphException {
        return store.position(partition);
      }

      @Override
      public Written write(
          int partition,
          long from,
          long to,
          List<GraphChange> changes,
          Optional<Watermark> watermark)
          throws DgraphException {
        gate.readLock().lock();
        try {
          return store.write(partition, from, to, changes, watermark);
        } finally {
          gate.readLock().unlock();
        }
      }
    };
  }

  Transactions transactions() {
    long made = 0;
    long inVain = 0;
    for (DgraphWriter writer : writers) {
      made += writer.creations().committed();
      inVain += writer.creations().aborted();
    }
    return new Transactions(
        new Creations(counts.commits.get(), counts.aborts.get()),
        new Creations(made, inVain),
        counts.records.get());
  }

  /**
   * Publishes changes on some partitions, each element always on the same one.
   *
   * @return the offsets that those partitions end at then
   */
  Map<Integer, Long> publish(List<GraphChange> changes, int... partitions) {
    Map<Integer, Long> ends = new ConcurrentHashMap<>();
    for (GraphChange change : changes) {
      byte[] key = codec.key(change.element());
      int partition = partitions[Math.floorMod(Arrays.hashCode(key), partitions.length)];
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.GRAPH_CHANGES, partition, key, codec.value(change)),
              (sent, failed) -> {
                if (failed != null) {
                  counts.failed("Kafka: " + failed);
                } else {
                  ends.merge(partition, sent.offset() + 1, Math::max);
                }
              });
    }
    producer.flush();
    return ends;
  }

  /**
   * Publishes while the writers are held back, so that what they do next has a backlog before it.
   *
   * @return where it ends
   */
  Map<Integer, Long> fill(List<GraphChange> changes, int... partitions) {
    gate.writeLock().lock();
    return publish(changes, partitions);
  }

  /** Lets the writers at what was filled in, by this thread, and waits until Dgraph holds it. */
  void drain(Map<Integer, Long> ends) throws InterruptedException {
    gate.writeLock().unlock();
    counts.await(ends);
  }

  /** Publishes, and waits until Dgraph holds all of it. */
  void write(List<GraphChange> changes, int... partitions) throws InterruptedException {
    counts.await(publish(changes, partitions));
  }

  /** Publishes at a steady pace until it is told to stop. */
  void trickle(ShopChanges changes, int perSecond, StopSignal stop, int... partitions) {
    long start = System.nanoTime();
    long sent = 0;
    while (!stop.await(TICK)) {
      long due = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
      var _ = publish(changes.next((int) (due - sent)), partitions);
      sent = due;
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().run();
    }
  }
}
