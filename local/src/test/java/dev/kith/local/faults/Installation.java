package dev.kith.local.faults;

import dev.kith.graph.TcpProxy;
import dev.kith.local.Opened;
import dev.kith.local.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Kith as somebody would install it, each part a process: a broker, a Dgraph zero and alpha, two
 * ingests, a serving that answers from its replica and one that answers from Dgraph; and a registry
 * in this process. What connects two parts goes by a proxy. Not thread-safe.
 */
final class Installation implements AutoCloseable {
  /** After so long a silence the broker gives an ingest's partitions to the other. */
  static final Duration SESSION = Duration.ofSeconds(3);

  private static final String HOST = "127.0.0.1";

  private final Path data;
  private final Path logs;
  private final FreePorts ports = new FreePorts();
  private final Opened opened = new Opened();
  private final Map<Part, Daemon> daemons = new EnumMap<>(Part.class);
  private final Map<Link, List<TcpProxy>> proxies = new EnumMap<>(Link.class);
  private final EmbeddedRegistry registry;
  private final StateDisk disk;
  private final int kafka = ports.next();
  private final int grpc = ports.next();
  private final int servingAdmin = ports.next();
  private final int dgraphGrpc = ports.next();
  private final int alpha;

  /**
   * Starts nothing but the registry.
   *
   * @param dgraph the program
   * @param data a folder for all that the parts keep
   * @param logs a folder for what they print
   */
  Installation(Path dgraph, Path data, Path logs) throws IOException {
    this.data = data;
    this.logs = logs;
    Files.createDirectories(logs);
    disk = opened.add(StateDisk.mount(data.resolve("disk")));
    registry = opened.add(EmbeddedRegistry.start(data.resolve("registry"), 0));

    int dgraphOffset = ports.dgraphOffset();
    alpha = 9080 + dgraphOffset;
    int zeroInternal = proxy(Link.ALPHA_ZERO, 5080 + dgraphOffset);
    int alphaInternal = proxy(Link.ALPHA_ZERO, 7080 + dgraphOffset);
    daemon(
        Part.ZERO,
        List.of(
            dgraph.toString(),
            "zero",
            "--my=localhost:" + zeroInternal,
            "--port_offset=" + dgraphOffset,
            "--bindall=false",
            "--telemetry=reports=false"),
        Map.of());
    daemon(
        Part.ALPHA,
        List.of(
            dgraph.toString(),
            "alpha",
            "--my=localhost:" + alphaInternal,
            "--zero=localhost:" + zeroInternal,
            "--port_offset=" + dgraphOffset,
            "--bindall=false",
            "--cache=size-mb=256",
            "--telemetry=reports=false"),
        Map.of());

    int ingestKafka = ports.next();
    int servingKafka = ports.next();
    int ingestProxy = proxy(Link.INGEST_BROKER, ingestKafka);
    int servingProxy = proxy(Link.SERVING_BROKER, servingKafka);
    daemon(
        Part.BROKER,
        java(
            "-Xmx320m",
            BrokerMain.class.getName(),
            data.resolve("broker").toString(),
            "" + kafka,
            ingestKafka + ":" + ingestProxy,
            servingKafka + ":" + servingProxy),
        Map.of());

    daemon(
        Part.INGEST,
        kith("ingest"),
        ingest(
            ingestProxy,
            proxy(Link.INGEST_REGISTRY, URI.create(registry.url()).getPort()),
            proxy(Link.INGEST_ALPHA, alpha),
            disk.folder()));
    daemon(
        Part.SECOND_INGEST,
        kith("ingest"),
        ingest(kafka, URI.create(registry.url()).getPort(), alpha, data.resolve("second-state")));
    int servingAlpha = proxy(Link.SERVING_ALPHA, alpha);
    daemon(
        Part.SERVING,
        kith("serve"),
        serving("auto", servingProxy, servingAlpha, grpc, servingAdmin));
    daemon(
        Part.DGRAPH_SERVING, kith("serve"), serving("dgraph", kafka, servingAlpha, dgraphGrpc, 0));
  }

  /** Starts a part, unless it runs. */
  void start(Part part) throws IOException {
    daemon(part).start();
  }

  Daemon daemon(Part part) {
    return Objects.requireNonNull(daemons.get(part));
  }

  /** The ways of a connection. */
  List<TcpProxy> proxies(Link link) {
    return proxies.getOrDefault(link, List.of());
  }

  /** Where ingest keeps its state. */
  StateDisk disk() {
    return disk;
  }

  /** For the tests' own clients, which no fault but those of the broker itself reaches. */
  String kafka() {
    return HOST + ":" + kafka;
  }

  String registry() {
    return registry.url();
  }

  /** {@code host:port} of the alpha, for the tests' own questions. */
  String alpha() {
    return "localhost:" + alpha;
  }

  /** Of the serving that answers from its replica. */
  int replicaPort() {
    return grpc;
  }

  /** {@code host:port} of the admin server of the serving that answers from its replica. */
  String replicaAdmin() {
    return HOST + ":" + servingAdmin;
  }

  /** Of the serving that answers from Dgraph. */
  int dgraphPort() {
    return dgraphGrpc;
  }

  @Override
  public void close() {
    opened.close();
  }

  private void daemon(Part part, List<String> command, Map<String, String> environment) {
    String name = part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    daemons.put(
        part,
        opened.add(
            new Daemon(
                part.toString(),
                logs.resolve(name + ".log"),
                data.resolve(name),
                command,
                environment)));
  }

  private int proxy(Link link, int target) {
    TcpProxy proxy = opened.add(new TcpProxy(HOST + ":" + target, ports.next()));
    proxies.computeIfAbsent(link, l -> new ArrayList<>()).add(proxy);
    return proxy.port();
  }

  private static Map<String, String> ingest(int kafka, int registry, int alpha, Path state) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", HOST + ":" + kafka);
    environment.put("KAFKA_SESSION_TIMEOUT_MS", "" + SESSION.toMillis());
    environment.put("KAFKA_HEARTBEAT_INTERVAL_MS", "500");
    environment.put("KAFKA_TRANSACTION_TIMEOUT_MS", "" + SESSION.toMillis());
    environment.put("SCHEMA_REGISTRY_URL", "http://" + HOST + ":" + registry);
    environment.put("DGRAPH_ALPHA_HOST", "localhost:" + alpha);
    environment.put("STATE_DIR", state.toString());
    environment.put("ADMIN_PORT", "0");
    return environment;
  }

  private static Map<String, String> serving(
      String source, int kafka, int alpha, int port, int admin) {
    return Map.of(
        "GRAPH_SOURCE",
        source,
        "KAFKA_BOOTSTRAP_SERVERS",
        HOST + ":" + kafka,
        "DGRAPH_ALPHA_HOST",
        "localhost:" + alpha,
        "GRPC_HOST",
        HOST,
        "GRPC_PORT",
        "" + port,
        "ADMIN_PORT",
        "" + admin);
  }

  private static List<String> kith(String command) {
    return java("-Xmx160m", "dev.kith.local.Kith", command);
  }

  /** Small and quick to start: many are on one machine. */
  private static List<String> java(String heap, String main, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-faults.xml",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(args));
    return command;
  }
}
