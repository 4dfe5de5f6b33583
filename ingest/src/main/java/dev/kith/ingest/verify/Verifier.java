package dev.kith.ingest.verify;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.GraphMender;
import dev.kith.dgraph.GraphReader;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.Ingest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what holds the graph with {@code kith.graph-changes}, mends Dgraph, and fills it anew.
 * Not thread-safe.
 */
public final class Verifier implements AutoCloseable {

  private static final Set<String> READ =
      Set.of("KAFKA_BOOTSTRAP_SERVERS", "DGRAPH_ALPHA_HOST", "GRAPH_CONFIG");

  /** What it reads from the environment: as ingest does, beside which it runs. */
  public static final List<Setting> SETTINGS =
      Ingest.SETTINGS.stream().filter(setting -> READ.contains(setting.name())).toList();

  /** So long a store may stand still before what it has not taken is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Settings settings;
  private final GraphSchema schema;
  private final ChangeLog log;
  private final Progress progress;

  /**
   * Finds the topic.
   *
   * @throws dev.kith.graph.config.ConfigException if graph.yaml can't be used
   */
  public Verifier(Settings settings, Progress progress) throws CannotTellException {
    this.settings = settings;
    this.schema = GraphYaml.load(settings.get("GRAPH_CONFIG"));
    this.log = ChangeLog.open(settings.kafka(), new ChangeCodec(schema));
    this.progress = progress;
  }

  /** Compares Dgraph. */
  public Report verifyDgraph() throws CannotTellException {
    try (Dgraph dgraph = connect()) {
      return compare(new DgraphStore(new GraphReader(dgraph, schema, log.topicId())));
    }
  }

  /**
   * Compares the replica of a serving process.
   *
   * @param address {@code host:port} of its admin server
   */
  public Report verifyServing(String address) throws CannotTellException {
    try (ReplicaStore replica = new ReplicaStore(address, log.topicId(), log.codec())) {
      return compare(replica);
    }
  }

  /** Whether the settings name a Dgraph, or say that there is none. */
  public boolean hasDgraph() {
    return !settings.get("DGRAPH_ALPHA_HOST").equals("none");
  }

  /**
   * Mends in Dgraph what a report found, and compares again. What then is left may need another
   * time.
   *
   * @param report of a comparison of Dgraph, which named all that is wrong
   */
  public Report repairDgraph(Report report) throws CannotTellException {
    try (Dgraph dgraph = connect()) {
      String topic = log.topicId();
      new Repair(
              log,
              new DgraphWriter(dgraph, schema, topic),
              new GraphMender(dgraph, schema, topic),
              progress)
          .mend(report);
    }
    return verifyDgraph();
  }

  /** What is done with a {@link Rebuild}. */
  public interface Rebuilding<T> {
    T with(Rebuild rebuild) throws CannotTellException;
  }

  /** Fills Dgraph anew, as the caller decides. */
  public <T> T rebuildDgraph(Rebuilding<T> rebuilding) throws CannotTellException {
    try (Dgraph dgraph = connect()) {
      return rebuilding.with(new Rebuild(log, settings.kafka(), schema, dgraph, progress));
    }
  }

  private Report compare(StoredGraph store) throws CannotTellException {
    return new Comparison(log, schema, store, new Patience(PATIENCE), progress).run();
  }

  private Dgraph connect() throws CannotTellException {
    String alphas = settings.get("DGRAPH_ALPHA_HOST");
    try {
      return Dgraph.connect(
          Stream.of(alphas.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
    } catch (IllegalArgumentException e) {
      throw new CannotTellException("DGRAPH_ALPHA_HOST: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
