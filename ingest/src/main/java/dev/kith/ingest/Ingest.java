package dev.kith.ingest;

import dev.kith.admin.Monitor;
import dev.kith.dgraph.Dgraph;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.TopicSetup.KithTopics;
import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import dev.kith.ingest.watermark.WatermarkPublisher;
import dev.kith.ingest.write.ChangeConsumer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CDC topics to {@code kith.graph-changes}, and from there to Dgraph.
 *
 * <pre>
 *   CREATED ── start ──▶ RUNNING ── close ──▶ CLOSED
 *      │                    │                   ▲
 *      │           can't go on                  │
 *      │                    ▼                   │
 *      │                 FAILED ───── close ────┤
 *      └── start fails, or close ───────────────┘
 * </pre>
 *
 * <p>An outage of Kafka, of the registry or of Dgraph is no failure while running: ingest waits and
 * goes on. What fails it is what only a person can mend; {@link #failure} says what.
 *
 * <p>Thread-safe.
 */
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  /** What ingest reads from the environment. */
  public static final List<Setting> SETTINGS = IngestSettings.ALL;

  /** See the diagram above. */
  public enum State {
    CREATED,
    RUNNING,
    FAILED,
    CLOSED
  }

  private final IngestSettings settings;
  private final GraphSchema graph;
  private final TopologyMetrics topology;
  private final WriterMetrics writing;
  private final StopSignal stop = new StopSignal();

  /** What {@link #start} opened, the last first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private volatile State state = State.CREATED;
  private volatile Optional<String> failure = Optional.empty();
  private volatile @Nullable Lag lag;
  private volatile @Nullable ChangeConsumer writer;
  private volatile @Nullable StreamsPart streams;
  private volatile @Nullable Progress progress;

  /**
   * One that tells nobody how it is.
   *
   * @throws ConfigException if a setting, or graph.yaml, can't be used
   */
  public Ingest(Settings settings) {
    this(settings, Monitor.silent());
  }

  /**
   * @param monitor learns how it is; stays open
   * @throws ConfigException if a setting, or graph.yaml, can't be used
   */
  public Ingest(Settings settings, Monitor monitor) {
    this.settings = new IngestSettings(settings);
    this.graph = GraphYaml.load(settings.get("GRAPH_CONFIG"));
    this.topology = new TopologyMetrics(monitor.registry(), graph);
    this.writing = new WriterMetrics(monitor.registry());
    monitor.add(new IngestPart(this));
  }

  /**
   * Creates topics, checks Dgraph, starts the topology and the writer; returns when they run.
   *
   * @throws ConfigException if Kafka or Dgraph does not answer, or is not as it has to be; then
   *     nothing runs
   */
  public synchronized void start() {
    if (state != State.CREATED) {
      throw new IllegalStateException("ingest is " + state);
    }
    LOG.info("Ingesting with {}", settings.printable());
    try {
      startParts();
      synchronized (stop) {
        state = failure.isPresent() ? State.FAILED : State.RUNNING;
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void startParts() {
    Map<String, Object> kafka = settings.kafka();
    WireReaders readers = opened(new WireReaders(settings, stop));
    Map<String, Object> impatient = new HashMap<>(kafka);
    impatient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    impatient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    Admin admin = opened(Admin.create(impatient));
    KithTopics topics =
        new TopicSetup(admin, settings.bootstrapServers()).ensure(graph, settings.partitions());
    Lag started = new Lag(admin, graph);
    lag = started;

    if (!settings.alphas().isEmpty()) {
      Dgraph dgraph = opened(Dgraph.connect(settings.alphas()));
      ChangeConsumer consumer =
          ChangeConsumer.of(
              kafka,
              new DgraphSetup(dgraph, settings.alphas()).ensure(graph, topics.changesId()),
              new ChangeCodec(graph),
              writing,
              this::fail);
      opened(consumer).start();
      writer = consumer;
    }
    StreamsPart part =
        opened(
            new StreamsPart(
                graph,
                readers,
                topics.partitions(),
                topics.changesId(),
                topics.largestLetter(),
                kafka,
                Path.of(settings.stateDir()),
                stop,
                topology,
                this::fail));
    part.start();
    streams = part;
    opened(
        new WatermarkPublisher(
                new WatermarkPublisher.Route(
                    graph.sources().stream().map(SourceTable::topic).toList(),
                    IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID),
                    topics.partitions(),
                    topics.changesId()),
                kafka,
                admin,
                StreamsPart.APPLICATION_ID,
                part::isFirst,
                settings.watermarkInterval(),
                InstantSource.system(),
                topology::sent)
            .start());
    progress =
        opened(new Progress(started::source, () -> started.written(positions()), topology, writing))
            .start();
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private void fail(String why) {
    synchronized (stop) {
      if (failure.isPresent() || stop.isStopped()) {
        return;
      }
      failure = Optional.of(why);
      if (state == State.RUNNING) {
        state = State.FAILED;
      }
    }
    LOG.error("Ingest can't go on: {}", why);
  }

  public State state() {
    return state;
  }

  /** What makes it impossible to go on, if something does. */
  public Optional<String> failure() {
    return failure;
  }

  /**
   * How many records of the CDC topics are not on {@code kith.graph-changes} yet. If it is 0,
   * everything that was on the CDC topics before the call is there. Asks Kafka.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public long sourceLag() {
    return lag().ofSource();
  }

  /**
   * How many changes are not in Dgraph yet; 0 without a Dgraph. If it is 0, everything that was on
   * {@code kith.graph-changes} before the call is there. Asks Kafka.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public long dgraphLag() {
    ChangeConsumer consumer = writer;
    return consumer == null ? 0 : lag().ofDgraph(consumer);
  }

  private Map<Integer, Long> positions() {
    ChangeConsumer consumer = writer;
    return consumer == null ? Map.of() : consumer.positions();
  }

  /** What it is doing, as far as it knows without asking anybody. */
  IngestStatus status() {
    StreamsPart part = streams;
    Progress known = progress;
    return new IngestStatus(
        state,
        part == null ? "" : part.state(),
        topology.freshness().report(),
        topology.records(),
        topology.deadLetters(),
        known == null ? List.of() : known.ofSource(),
        new IngestStatus.Dgraph(
            writer != null,
            writing.isAway(),
            writing.freshness().report(),
            writing.batches(),
            known == null ? List.of() : known.ofDgraph()));
  }

  /** What keeps it from doing its work now, if something does. */
  Optional<String> problem() {
    if (failure.isPresent()) {
      return failure;
    }
    Progress known = progress;
    if (state != State.RUNNING || known == null) {
      return Optional.of("it is " + state);
    }
    List<String> away = new ArrayList<>();
    if (known.isKafkaSilent()) {
      away.add("Kafka does not answer");
    }
    if (writing.isAway()) {
      away.add("Dgraph does not answer");
    }
    return away.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", away));
  }

  private Lag lag() {
    Lag started = lag;
    if (started == null) {
      throw new IllegalStateException("ingest was not started");
    }
    return started;
  }

  /** Ends what is being written, and stops. What was not written is taken up at the next start. */
  @Override
  public synchronized void close() {
    synchronized (stop) {
      state = State.CLOSED;
      stop.stop();
    }
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of ingest could not be closed", e);
      }
    }
  }
}
