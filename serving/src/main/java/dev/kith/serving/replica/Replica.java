package dev.kith.serving.replica;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.replica.ReplicaStatus.Lost;
import dev.kith.serving.replica.ReplicaStatus.Ready;
import dev.kith.serving.replica.ReplicaStatus.Waiting;
import dev.kith.serving.snapshot.Snapshots;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole graph in memory, kept up to date from {@code kith.graph-changes} by one thread.
 *
 * <pre>
 *   Waiting ──▶ LoadingSnapshot ──▶ Loading ──▶ Ready ──▶ Lost ──▶ (a fresh graph) Waiting
 *      └───────────────────────────────┘└─────────────────▶ Lost
 * </pre>
 *
 * <p>It is ready when it has passed the ends that the partitions had when it began to read, and
 * stays so while it follows the topic; also while brokers are away: then it answers with what it
 * has. It is lost when its thread fails, or when the topic was created anew or no longer holds what
 * comes next. Then it begins again with an empty graph, after a pause that grows from one second to
 * half a minute while it keeps failing.
 *
 * <p>{@link #status} may be called by any thread and never blocks.
 */
public final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final GraphSchema schema;
  private final Optional<Snapshots> snapshots;
  private final Map<String, Object> kafka;
  private final ReplicaMetrics metrics;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "kith-replica");
  private volatile ReplicaStatus status = new Waiting("it was not started yet");
  private volatile @Nullable Follower follower;

  /**
   * One without snapshots.
   *
   * @param kafka properties of Kafka clients, {@code bootstrap.servers} among them
   */
  public Replica(GraphSchema schema, Map<String, Object> kafka, ReplicaMetrics metrics) {
    this(schema, Optional.empty(), kafka, metrics);
  }

  /**
   * @param snapshots whether it starts from snapshots, and takes some
   * @param kafka properties of Kafka clients, {@code bootstrap.servers} among them
   */
  public Replica(
      GraphSchema schema,
      Optional<Snapshots> snapshots,
      Map<String, Object> kafka,
      ReplicaMetrics metrics) {
    this.schema = schema;
    this.snapshots = snapshots;
    this.metrics = metrics;
    this.kafka = Map.copyOf(kafka);
    thread.setDaemon(true);
  }

  /**
   * Checks properties of Kafka clients as far as that is possible without connecting.
   *
   * @throws ConfigException if one can't be used; the message names it
   */
  public static void checkKafka(Map<String, Object> kafka) {
    Clients.check(kafka);
  }

  /** Starts to read; returns at once. */
  public void start() {
    thread.start();
  }

  public ReplicaStatus status() {
    return status;
  }

  /** The graph, where the replica is ready. */
  public Optional<HeldGraph> held() {
    Follower current = follower;
    return current != null && status instanceof Ready
        ? Optional.of(current.held())
        : Optional.empty();
  }

  /**
   * How many changes are on the topic now that are not applied yet; {@link Long#MAX_VALUE} if that
   * can't be told. Asks Kafka, and blocks for its answer.
   */
  public long lag() {
    Follower current = follower;
    try {
      return current == null ? Long.MAX_VALUE : current.lag();
    } catch (ExecutionException e) {
      LOG.debug("Kafka did not say where the topic ends", e);
      return Long.MAX_VALUE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Long.MAX_VALUE;
    }
  }

  /** Stops the thread, if it was started, and waits until it has ended. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("The replica's thread did not end in {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (stop.getCount() > 0) {
      boolean wasReady = live();
      pause = wasReady ? FIRST_PAUSE : pause;
      try {
        if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return; // nobody else interrupts this thread: the process is ending
      }
      pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
    }
  }

  /** Lives once; tells whether it was ready. */
  private boolean live() {
    try (Clients clients = Clients.create(kafka)) {
      Follower current = new Follower(schema, snapshots, clients, metrics, stop, s -> status = s);
      follower = current;
      current.run();
    } catch (InterruptedException e) {
      stop.countDown();
    } catch (Throwable e) { // an OutOfMemoryError too: dropping the graph is what helps then
      if (stop.getCount() > 0) {
        return lost(e);
      }
    } finally {
      follower = null;
    }
    return false;
  }

  private boolean lost(Throwable cause) {
    boolean wasReady = status instanceof Ready;
    metrics.lost();
    switch (cause) {
      case ReplicaLostException lost -> {
        status = new Lost(String.valueOf(lost.getMessage()));
        LOG.warn("The replica begins again: {}", lost.getMessage());
      }
      case RetriableException passing -> {
        status = new Lost("Kafka does not answer");
        LOG.warn("The replica begins again: {}", passing.getMessage());
      }
      case KafkaException unusable when unusable.getCause() instanceof ConfigException why -> {
        status = new Lost("it can't connect to Kafka, see the log");
        LOG.warn("The replica can't connect to Kafka: {}", why.getMessage());
      }
      default -> {
        status = new Lost("it failed, see the log");
        LOG.error("The replica failed and begins again", cause);
      }
    }
    return wasReady;
  }
}
