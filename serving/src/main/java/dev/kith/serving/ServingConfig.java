package dev.kith.serving;

import dev.kith.admin.Monitor;
import dev.kith.dgraph.Dgraph;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.serving.replica.Replica;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What serving was told to do, checked as a whole before anything starts.
 *
 * @param alphas the Dgraph's, each {@code host:port}; empty if there is none
 * @param kafka properties of Kafka clients
 * @param address to listen on
 * @param maxWorkers reads of Dgraph at a time
 * @param maxQueued requests that may wait for one thread, ever
 * @param callerHeader that tells callers apart; empty for their connections
 * @param snapshots where the replica's are, if it has some
 * @param staleAfter the age from which on an answer is said to be stale
 */
record ServingConfig(
    GraphSchema schema,
    FeatureCatalogue catalogue,
    Mode mode,
    List<String> alphas,
    Map<String, Object> kafka,
    InetSocketAddress address,
    int maxWorkers,
    int maxQueued,
    String callerHeader,
    Optional<SnapshotConfig> snapshots,
    Duration staleAfter) {

  /** Where answers come from. */
  enum Mode {
    /** The replica once it has caught up; Dgraph, if there is one, while it has not. */
    AUTO,
    REPLICA,
    DGRAPH
  }

  /** As the settings of these names. */
  record SnapshotConfig(Path folder, Duration interval, int kept) {}

  /** What the log may say. */
  private enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** The value of {@code DGRAPH_ALPHA_HOST} that says that there is none. */
  private static final String NO_DGRAPH = "none";

  private static final String BROKER = "(\\w+://)?[^\\s,/]+:\\d{1,5}";
  private static final String HEADER = "[0-9a-z_.-]*(?<!-bin)";
  private static final int MAX_PORT = 65_535;
  private static final int MAX_MAX_WORKERS = 10_000;
  private static final int MAX_MAX_QUEUED = 1_000_000;
  private static final int MAX_STALE_AFTER = 1_000_000_000;
  private static final int MAX_SNAPSHOT_INTERVAL = 30 * 24 * 60 * 60;
  private static final int MAX_SNAPSHOTS_KEPT = 1_000;

  /** Where the admin server listens if nothing else is said. */
  private static final int ADMIN_PORT = 9102;

  private static final List<Setting> OWN =
      List.of(
          new Setting(
              "GRAPH_SOURCE",
              "auto",
              "where answers come from: replica (a copy in memory), dgraph, or auto (the replica"
                  + " once it has caught up, Dgraph until then)"),
          new Setting(
              "DGRAPH_ALPHA_HOST",
              "localhost:9080",
              "host:port of Dgraph's alphas, comma-separated; none if there is no Dgraph"),
          new Setting(
              "KAFKA_BOOTSTRAP_SERVERS",
              "localhost:9092",
              "Kafka's brokers; other KAFKA_… variables are client properties"),
          new Setting("GRPC_PORT", "50051", "port to listen on; 0 for any free one"),
          new Setting("GRPC_HOST", "0.0.0.0", "address to listen on"),
          new Setting("MAX_WORKERS", "64", "reads of Dgraph at a time"),
          new Setting(
              "MAX_QUEUED",
              "1000",
              "requests that may wait for their turn at one thread of the network, at the others or"
                  + " at Dgraph; fewer if they would wait for long, and more are refused"),
          new Setting(
              "CALLER_HEADER",
              "",
              "the header whose values tell callers apart, of whom none keeps another waiting;"
                  + " empty for their connections"),
          new Setting(
              "STALE_AFTER",
              "30",
              "seconds since an answer's as_of after which its values are said to be STALE"),
          new Setting(
              "SNAPSHOT_DIR",
              "",
              "folder, of this process alone, for snapshots of the replica, from which it starts in"
                  + " seconds; empty for none"),
          new Setting("SNAPSHOT_INTERVAL", "300", "seconds from one snapshot to the next"),
          new Setting("SNAPSHOTS_KEPT", "2", "how many of the newest snapshots stay"),
          new Setting("GRAPH_CONFIG", "", "path of graph.yaml; empty for the one that Kith ships"),
          new Setting(
              "FEATURES_CONFIG", "", "path of features.yaml; empty for the one that Kith ships"),
          new Setting("LOG_LEVEL", "info", "error, warn, info, debug or trace"));

  static final List<Setting> SETTINGS =
      Stream.concat(OWN.stream(), Monitor.settings(ADMIN_PORT).stream()).toList();

  ServingConfig {
    alphas = List.copyOf(alphas);
    kafka = Map.copyOf(kafka);
  }

  /**
   * Reads the settings and the files that they name.
   *
   * @throws ConfigException with everything that is wrong in them
   */
  static ServingConfig from(Settings settings) {
    Collector checked = new Collector();
    Mode mode = checked.get(() -> settings.getEnum("GRAPH_SOURCE", Mode.class));
    List<String> alphas = checked.get(() -> alphas(settings, mode));
    Map<String, Object> kafka = checked.get(() -> kafka(settings));
    Integer port = checked.get(() -> settings.getInt("GRPC_PORT", 0, MAX_PORT));
    InetAddress host = checked.get(() -> host(settings));
    Integer maxWorkers = checked.get(() -> settings.getInt("MAX_WORKERS", 1, MAX_MAX_WORKERS));
    Integer maxQueued = checked.get(() -> settings.getInt("MAX_QUEUED", 1, MAX_MAX_QUEUED));
    Integer staleAfter = checked.get(() -> settings.getInt("STALE_AFTER", 1, MAX_STALE_AFTER));
    String callerHeader = checked.get(() -> callerHeader(settings));
    Optional<SnapshotConfig> snapshots = checked.get(() -> snapshots(settings));
    checked.get(() -> settings.getEnum("LOG_LEVEL", LogLevel.class));
    GraphSchema schema = checked.get(() -> GraphYaml.load(settings.get("GRAPH_CONFIG")));
    FeatureCatalogue catalogue =
        schema == null
            ? null
            : checked.get(() -> FeatureCatalogue.load(settings.get("FEATURES_CONFIG"), schema));
    if (schema == null
        || catalogue == null
        || mode == null
        || alphas == null
        || kafka == null
        || port == null
        || host == null
        || maxWorkers == null
        || maxQueued == null
        || snapshots == null
        || staleAfter == null
        || callerHeader == null
        || !checked.problems.isEmpty()) {
      throw new ConfigException(checked.problems);
    }
    return new ServingConfig(
        schema,
        catalogue,
        mode,
        alphas,
        kafka,
        new InetSocketAddress(host, port),
        maxWorkers,
        maxQueued,
        callerHeader,
        snapshots,
        Duration.ofSeconds(staleAfter));
  }

  boolean replica() {
    return mode != Mode.DGRAPH;
  }

  boolean dgraph() {
    return mode != Mode.REPLICA && !alphas.isEmpty();
  }

  private static List<String> alphas(Settings settings, @Nullable Mode mode) {
    String value = settings.get("DGRAPH_ALPHA_HOST");
    if (value.equalsIgnoreCase(NO_DGRAPH)) {
      if (mode == Mode.DGRAPH) {
        throw settings.invalid(
            "DGRAPH_ALPHA_HOST", "must name a Dgraph, since GRAPH_SOURCE is dgraph");
      }
      return List.of();
    }
    List<String> alphas =
        Arrays.stream(value.split(",", -1)).map(String::strip).filter(a -> !a.isEmpty()).toList();
    if (alphas.isEmpty() || !alphas.stream().allMatch(Dgraph::isAddress)) {
      throw settings.invalid("DGRAPH_ALPHA_HOST", "must be host:port, comma-separated, or none");
    }
    return alphas;
  }

  private static Map<String, Object> kafka(Settings settings) {
    for (String broker : settings.get("KAFKA_BOOTSTRAP_SERVERS").split(",", -1)) {
      if (!broker.strip().matches(BROKER)) {
        throw settings.invalid("KAFKA_BOOTSTRAP_SERVERS", "must be host:port, comma-separated");
      }
    }
    Map<String, Object> kafka = settings.kafka();
    try {
      Replica.checkKafka(kafka);
    } catch (org.apache.kafka.common.config.ConfigException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  "environment",
                  0,
                  "Kafka's clients refuse a property: " + e.getMessage(),
                  "Its variable is KAFKA_ and the property's name, in capitals, with _ for dots")));
    }
    return kafka;
  }

  private static String callerHeader(Settings settings) {
    String header = settings.get("CALLER_HEADER").strip().toLowerCase(Locale.ROOT);
    if (!header.matches(HEADER)) {
      throw settings.invalid("CALLER_HEADER", "must be the name of a header, or empty");
    }
    return header;
  }

  private static Optional<SnapshotConfig> snapshots(Settings settings) {
    int interval = settings.getInt("SNAPSHOT_INTERVAL", 1, MAX_SNAPSHOT_INTERVAL);
    int kept = settings.getInt("SNAPSHOTS_KEPT", 1, MAX_SNAPSHOTS_KEPT);
    String folder = settings.get("SNAPSHOT_DIR");
    try {
      return folder.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new SnapshotConfig(
                  Path.of(folder).toAbsolutePath(), Duration.ofSeconds(interval), kept));
    } catch (InvalidPathException e) {
      throw settings.invalid("SNAPSHOT_DIR", "must be the path of a folder, or empty");
    }
  }

  private static InetAddress host(Settings settings) {
    try {
      return InetAddress.getByName(settings.get("GRPC_HOST"));
    } catch (UnknownHostException e) {
      throw settings.invalid("GRPC_HOST", "must be an address of this machine");
    }
  }

  /** Notes what is wrong and goes on. */
  private static final class Collector {
    private final List<Problem> problems = new ArrayList<>();

    <T> @Nullable T get(Supplier<T> reading) {
      try {
        return reading.get();
      } catch (ConfigException e) {
        problems.addAll(e.problems());
        return null;
      }
    }
  }
}
