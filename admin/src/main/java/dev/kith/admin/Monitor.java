package dev.kith.admin;

import com.sun.net.httpserver.HttpHandler;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process tells those who run it: its metrics and its parts, and the server that tells of
 * them. One a process, whatever parts run in it. Whoever opens it closes it, after the parts.
 *
 * <table>
 *   <caption>What the server answers to GET</caption>
 *   <tr><td>{@code /metrics}</td><td>the metrics, as Prometheus reads them</td></tr>
 *   <tr><td>{@code /status}</td><td>every part, as JSON: what {@code ./kith status} shows</td></tr>
 *   <tr><td>{@code /healthz}</td><td>200 while every part can do its work, else 503 and why not</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
  private static final String HOST = "ADMIN_HOST";
  private static final String PORT = "ADMIN_PORT";
  private static final String NO_SERVER = "none";
  private static final int MAX_PORT = 65_535;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Parts parts = new Parts();
  private final Optional<AdminServer> server;

  private Monitor(Optional<AdminServer> server) {
    this.server = server;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
    handle("/metrics", Answers.text("text/plain; version=0.0.4; charset=utf-8", registry::scrape));
    handle("/status", Answers.json(parts::statuses));
    handle("/healthz", parts::answerHealth);
  }

  /**
   * The settings of the server.
   *
   * @param port where it listens if nothing else is said
   */
  public static List<Setting> settings(int port) {
    return List.of(
        new Setting(
            HOST,
            "127.0.0.1",
            "address of the admin server: /metrics, /status, /healthz. It asks nobody who they"
                + " are"),
        new Setting(
            PORT,
            Integer.toString(port),
            "its port; 0 for any free one, 'none' for no admin server"));
  }

  /** One without a server: it counts, and tells nobody. */
  public static Monitor silent() {
    return new Monitor(Optional.empty());
  }

  /**
   * Listens where the settings say.
   *
   * @param settings with those of {@link #settings(int)} among them
   * @throws ConfigException if it can't
   */
  public static Monitor open(Settings settings) {
    if (settings.get(PORT).equals(NO_SERVER)) {
      return silent();
    }
    int port = port(settings);
    try {
      AdminServer server = AdminServer.start(new InetSocketAddress(settings.get(HOST), port));
      LOG.info("Admin server: http://{}:{}/metrics", settings.get(HOST), server.port());
      return new Monitor(Optional.of(server));
    } catch (IOException | IllegalArgumentException e) {
      throw settings.invalid(
          PORT,
          "can't be listened on at ADMIN_HOST "
              + settings.get(HOST)
              + " ("
              + e.getMessage()
              + "): it must be a free port at an address of this machine, or 0 for any free one,"
              + " or 'none'");
    }
  }

  private static int port(Settings settings) {
    try {
      return settings.getInt(PORT, 0, MAX_PORT);
    } catch (ConfigException e) {
      throw settings.invalid(PORT, "must be a port from 0 to " + MAX_PORT + ", or 'none'");
    }
  }

  /** Where the metrics are. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Tells of a part from now on. */
  public void add(Part part) {
    parts.add(part);
  }

  /**
   * Answers GET at a path, which is compared as a whole, from now on; does nothing if there is no
   * server. The handler runs on a virtual thread of its own for each request and may take its time;
   * what it throws after it began to answer cuts the answer off, so that no reader takes a part for
   * the whole.
   */
  public void handle(String path, HttpHandler handler) {
    server.ifPresent(listening -> listening.handle(path, handler));
  }

  /** The port that the server listens on; empty without one. */
  public Optional<Integer> port() {
    return server.map(AdminServer::port);
  }

  @Override
  public void close() {
    server.ifPresent(AdminServer::close);
    collections.close();
    registry.close();
  }
}
