package dev.kith.serving;

import dev.kith.admin.Monitor;
import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KeyPages;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.proto.v1.Source;
import dev.kith.serving.cohort.CohortMetrics;
import dev.kith.serving.cohort.CohortSources;
import dev.kith.serving.cohort.Cohorts;
import dev.kith.serving.reload.FeaturesFile;
import dev.kith.serving.replica.Replica;
import dev.kith.serving.replica.ReplicaMetrics;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.rpc.CallMetrics;
import dev.kith.serving.rpc.Callers;
import dev.kith.serving.rpc.FeatureService;
import dev.kith.serving.rpc.GrpcServer;
import dev.kith.serving.rpc.LiveCatalogue;
import dev.kith.serving.snapshot.SnapshotFiles;
import dev.kith.serving.snapshot.SnapshotMetrics;
import dev.kith.serving.snapshot.Snapshots;
import dev.kith.serving.source.DgraphSource;
import dev.kith.serving.source.FirstReadySource;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.source.NodeRows;
import dev.kith.serving.source.NotReadyException;
import dev.kith.serving.source.ReplicaSource;
import dev.kith.serving.turn.TurnMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replica's consumer and the gRPC service.
 *
 * <pre>
 *   CREATED ── start ──▶ RUNNING ── close ──▶ DRAINING ──▶ CLOSED
 *      └─────────────────── close ────────────────────────▶ CLOSED
 * </pre>
 *
 * <p>The constructor checks the configuration and starts nothing. A running server listens from the
 * first moment, and answers UNAVAILABLE until a source is ready. Thread-safe.
 */
public final class Serving implements AutoCloseable {

  /** What it can be told, by environment variables. */
  public static final List<Setting> SETTINGS = ServingConfig.SETTINGS;

  /** Where it is in its life. */
  public enum State {
    /** Nothing runs yet. */
    CREATED,
    /** It listens. */
    RUNNING,
    /** New calls are refused; those that run may end. */
    DRAINING,
    /** Nothing runs any more. */
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  /** How long calls that run may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Settings settings;
  private final ReplicaMetrics replicaMetrics;
  private final CallMetrics calls;
  private final Optional<Replica> replica;
  private final Optional<Dgraph> dgraph;
  private final Optional<ReplicaSource> replicaSource;
  private final Optional<DgraphSource> dgraphSource;
  private final GraphSource source;
  private final Optional<FeaturesFile> featuresFile;
  private final Cohorts cohorts;
  private final GrpcServer server;
  private volatile State state = State.CREATED;

  /**
   * One that tells nobody how it is.
   *
   * @throws ConfigException with everything that is wrong in the settings and the files they name
   */
  public Serving(Settings settings) {
    this(settings, Monitor.silent());
  }

  /**
   * @param monitor learns how it is; stays open
   * @throws ConfigException with everything that is wrong in the settings and the files they name
   */
  public Serving(Settings settings, Monitor monitor) {
    ServingConfig config = ServingConfig.from(settings);
    this.settings = settings;
    replicaMetrics = new ReplicaMetrics(monitor.registry());
    calls = new CallMetrics(monitor.registry());
    replica =
        config.replica()
            ? Optional.of(
                new Replica(
                    config.schema(),
                    config.snapshots().map(kept -> snapshots(kept, monitor)),
                    config.kafka(),
                    replicaMetrics))
            : Optional.empty();
    dgraph = config.dgraph() ? Optional.of(Dgraph.connect(config.alphas())) : Optional.empty();
    dgraphSource =
        dgraph.map(
            connection ->
                new DgraphSource(
                    new EgoGraphReader(connection, config.schema()),
                    nodeRows(config),
                    config.catalogue().entity(),
                    config.maxWorkers(),
                    config.maxQueued(),
                    new TurnMetrics(monitor.registry(), Source.DGRAPH.name())));
    replicaSource =
        replica.map(
            filled ->
                new ReplicaSource(
                    filled::status,
                    config.maxQueued(),
                    new TurnMetrics(monitor.registry(), Source.REPLICA.name())));
    List<GraphSource> sources = new ArrayList<>();
    replicaSource.ifPresent(sources::add);
    dgraphSource.ifPresent(sources::add);
    source = new FirstReadySource(sources);
    cohorts =
        new Cohorts(
            cohortSources(config.schema()),
            InstantSource.system(),
            new CohortMetrics(monitor.registry(), InstantSource.system()));
    LiveCatalogue catalogue = new LiveCatalogue(cohorts.keep(config.catalogue()));
    featuresFile =
        Optional.of(settings.get("FEATURES_CONFIG"))
            .filter(path -> !path.isEmpty())
            .map(
                path ->
                    new FeaturesFile(
                        path, config.schema(), catalogue, cohorts::keep, monitor.registry()));
    FeatureService service =
        new FeatureService(
            catalogue,
            config.schema(),
            config.schema().sources().stream().map(SourceTable::topic).collect(Collectors.toSet()),
            source,
            InstantSource.system(),
            config.staleAfter());
    server =
        new GrpcServer(
            config.address(),
            service,
            calls,
            new Callers(config.callerHeader()),
            source::ready,
            GRACE);
    Gauge.builder("kith.serving.ready", this, serving -> serving.ready() ? 1 : 0)
        .description("1 while a source can answer")
        .strongReference(true)
        .register(monitor.registry());
    monitor.add(new ServingPart(this));
    replica.ifPresent(held -> monitor.handle("/graph", new GraphExport(held, config.schema())));
  }

  private static Snapshots snapshots(ServingConfig.SnapshotConfig config, Monitor monitor) {
    return new Snapshots(
        new SnapshotFiles(config.folder(), config.kept()),
        config.interval(),
        new SnapshotMetrics(monitor.registry(), InstantSource.system()));
  }

  /** Beside a replica they would only be used until that has caught up. */
  private static Optional<NodeRows> nodeRows(ServingConfig config) {
    return config.replica()
        ? Optional.empty()
        : Optional.of(
            new NodeRows(
                config.schema(),
                config.catalogue().entity(),
                config.kafka(),
                new ReplicaMetrics(new SimpleMeterRegistry())));
  }

  private CohortSources cohortSources(GraphSchema schema) {
    ReplicaStatus none = new ReplicaStatus.Waiting("it is not used");
    return new CohortSources(
        () -> replica.map(Replica::status).orElse(none),
        dgraph.map(
            connection ->
                new CohortSources.OfDgraph(
                    new EgoGraphReader(connection, schema), new KeyPages(connection))));
  }

  /**
   * Starts to listen and to fill the replica; returns at once.
   *
   * @throws ConfigException if the address can't be listened on
   */
  public synchronized void start() {
    if (state != State.CREATED) {
      throw new IllegalStateException("it is " + state);
    }
    LOG.info("Serving with {}", settings.printable());
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw settings.invalid(
          "GRPC_PORT",
          "can't be listened on at GRPC_HOST "
              + settings.get("GRPC_HOST")
              + " ("
              + rootMessage(e)
              + "): it must be a free port at an address of this machine");
    }
    replica.ifPresent(Replica::start);
    dgraphSource.ifPresent(DgraphSource::start);
    featuresFile.ifPresent(FeaturesFile::start);
    cohorts.start();
    state = State.RUNNING;
    LOG.info("Listening on {}:{}", settings.get("GRPC_HOST"), server.port());
  }

  public State state() {
    return state;
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Whether a source can answer now. */
  public boolean ready() {
    return state == State.RUNNING && source.ready();
  }

  /**
   * How many changes the replica has not applied yet, by what Kafka says now, for which it waits; 0
   * without a replica, {@link Long#MAX_VALUE} if it can't be told.
   */
  public long replicaLag() {
    return replica.map(Replica::lag).orElse(0L);
  }

  /** What it is doing, as far as it knows without asking anybody. */
  ServingStatus status() {
    return new ServingStatus(
        state,
        ready(),
        sourceInUse(),
        replica.map(filled -> filled.status().toString()).orElse("is not used"),
        replicaMetrics.freshness().report(),
        replicaMetrics.applied(),
        replicaMetrics.malformedRecords(),
        replicaMetrics.perSecond(),
        new TreeMap<>(replicaMetrics.positions()),
        calls.byCode());
  }

  private String sourceInUse() {
    try {
      return source.reader().source().name();
    } catch (NotReadyException e) {
      return "";
    }
  }

  /** What keeps it from answering now, if something does. */
  Optional<String> problem() {
    if (state != State.RUNNING) {
      return Optional.of("it is " + state);
    }
    try {
      source.reader();
      return Optional.empty();
    } catch (NotReadyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses new requests, lets those that run end, stops. */
  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.DRAINING;
    featuresFile.ifPresent(FeaturesFile::close);
    server.close();
    cohorts.close();
    replicaSource.ifPresent(ReplicaSource::close);
    dgraphSource.ifPresent(DgraphSource::close);
    dgraph.ifPresent(Dgraph::close);
    replica.ifPresent(Replica::close);
    state = State.CLOSED;
    LOG.info("Serving has stopped");
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
