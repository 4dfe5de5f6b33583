package dev.kith.local;

import dev.kith.admin.Monitor;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Settings;
import dev.kith.ingest.Ingest;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.embedded.EmbeddedBroker;
import dev.kith.local.embedded.EmbeddedRegistry;
import dev.kith.local.embedded.Loopback;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * All of Kith in this process, on loopback: a broker, a registry, ingest and serving. Closing stops
 * all of it, the last first.
 */
public final class LocalKith implements AutoCloseable {

  /**
   * The ports to listen on; 0 for any free one.
   *
   * @param grpc serving's
   * @param admin of metrics and status, of all parts
   */
  public record Ports(int grpc, int kafka, int registry, int admin) {}

  private static final Duration LOOK = Duration.ofMillis(50);

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Monitor monitor;
  private final Ingest ingest;
  private final Serving serving;

  private final Opened opened = new Opened();

  private LocalKith(
      Map<String, String> environment,
      Ports ports,
      DataDirectory directory,
      Optional<String> dgraph) {
    try {
      int grpc = Loopback.port(ports.grpc(), "gRPC", "--port");
      broker = opened.add(EmbeddedBroker.start(directory.of("kafka"), ports.kafka()));
      registry = opened.add(EmbeddedRegistry.start(directory.of("registry"), ports.registry()));
      Map<String, String> settings = settings(environment, directory, dgraph, grpc);
      int admin = Loopback.port(ports.admin(), "admin", "--admin-port");
      settings.put("ADMIN_HOST", Loopback.HOST);
      settings.put("ADMIN_PORT", Integer.toString(admin));
      monitor = opened.add(Monitor.open(new Settings(settings, Ingest.SETTINGS)));
      ingest = opened.add(new Ingest(new Settings(settings, Ingest.SETTINGS), monitor));
      serving = opened.add(new Serving(new Settings(settings, Serving.SETTINGS), monitor));
      ingest.start();
      serving.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything; returns when it runs, which is before it has caught up.
   *
   * @param environment settings beside those that the embedded parts decide
   * @param dgraph {@code host:port} of a Dgraph to write to and to read from; without one, answers
   *     come from the replica
   * @throws ConfigException if something is in the way that the user can mend; then nothing runs
   */
  public static LocalKith start(
      Map<String, String> environment,
      Ports ports,
      DataDirectory directory,
      Optional<String> dgraph) {
    return new LocalKith(environment, ports, directory, dgraph);
  }

  private Map<String, String> settings(
      Map<String, String> environment,
      DataDirectory directory,
      Optional<String> dgraph,
      int grpcPort) {
    Map<String, String> settings = new HashMap<>(environment);
    // What is meant for another broker or registry would only lock this one out.
    settings.keySet().removeIf(name -> name.startsWith("KAFKA_") || name.startsWith("SCHEMA_"));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    settings.put("SCHEMA_REGISTRY_URL", registry.url());
    settings.put("STATE_DIR", directory.of("ingest").toString());
    settings.put("SNAPSHOT_DIR", directory.of("snapshots").toString());
    settings.put("DGRAPH_ALPHA_HOST", dgraph.orElse("none"));
    settings.put("GRAPH_SOURCE", dgraph.isPresent() ? "auto" : "replica");
    settings.put("GRPC_HOST", Loopback.HOST);
    settings.put("GRPC_PORT", Integer.toString(grpcPort));
    return settings;
  }

  /** {@code host:port} of the broker. */
  public String kafka() {
    return broker.bootstrapServers();
  }

  /** The registry's URL. */
  public String registry() {
    return registry.url();
  }

  /** {@code host:port} of the gRPC service. */
  public String grpc() {
    return Loopback.HOST + ":" + serving.port();
  }

  /** {@code host:port} of the admin server. */
  public String admin() {
    return Loopback.HOST + ":" + monitor.port().orElseThrow();
  }

  /** Waits until everything published before the call is on {@code kith.graph-changes}. */
  public void awaitTaken() throws InterruptedException {
    await(ingest::sourceLag, left -> {});
  }

  /**
   * Waits until everything published before the call can be asked for.
   *
   * @param progress told again and again how many records are still on their way, if that can be
   *     told
   */
  public void awaitCaughtUp(LongConsumer progress) throws InterruptedException {
    await(this::lag, progress);
  }

  /**
   * Makes sure that changes still find their way.
   *
   * @throws ConfigException if ingest can't go on
   */
  public void check() {
    ingest
        .failure()
        .ifPresent(
            why -> {
              throw new ConfigException(
                  List.of(new Problem("ingest", 0, why, "Mend that, and start again")));
            });
  }

  private void await(LongSupplier lag, LongConsumer progress) throws InterruptedException {
    for (long left = lag.getAsLong(); left > 0; left = lag.getAsLong()) {
      check();
      if (left < Long.MAX_VALUE) {
        progress.accept(left);
      }
      Thread.sleep(LOOK);
    }
  }

  private long lag() {
    // In the order of the way, so that none can slip from where was not asked to where was.
    long left = ingest.sourceLag();
    if (left == 0) {
      left = Math.max(ingest.dgraphLag(), serving.replicaLag());
    }
    return left == 0 && !serving.ready() ? Long.MAX_VALUE : left;
  }

  @Override
  public void close() {
    opened.close();
  }
}
