package dev.kith.local.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker, its own controller, in this JVM and on loopback. What it is told is in its
 * directory, and is there again when another is started on the same directory.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;
  private static final String CLIENTS = "CLIENTS";
  private static final String CONTROLLER = "CONTROLLER";

  /** So long the controller has to notice that its broker is gone; it needs a tenth of it. */
  private static final Duration FORGET = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker; returns when it takes requests.
   *
   * @param directory its data; created if missing. Two brokers can't share one
   * @param port to listen on; 0 for any free one
   * @throws ConfigException if the port is in use or the directory can't be used
   */
  public static EmbeddedBroker start(Path directory, int port) {
    return start(directory, port, Map.of());
  }

  /**
   * Starts a broker that also listens on other ports, for clients that come another way.
   *
   * @param detours each such port, and the one on loopback that those clients are told to use
   */
  public static EmbeddedBroker start(Path directory, int port, Map<Integer, Integer> detours) {
    int clients = Loopback.port(port, "Kafka", "--kafka-port");
    int controller = Loopback.port(0, "Kafka", "--kafka-port");
    format(directory);
    if (wasKilled(directory)) {
      forgetKilled(directory, controller);
    }
    return new EmbeddedBroker(
        started(properties(directory, clients, controller, detours)), clients);
  }

  private static KafkaRaftServer started(Map<String, String> properties) {
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return server;
  }

  private static boolean wasKilled(Path directory) {
    return Files.exists(directory.resolve("__cluster_metadata-0"))
        && !Files.exists(directory.resolve(".kafka_cleanshutdown"));
  }

  /**
   * Runs the controller alone until it has noticed that its broker is gone.
   *
   * <p>Else the broker would be taken for the one that was killed, until that one's session is
   * over, and then lead no partition for a moment. Transactions that end within that moment end
   * nowhere: Kafka takes a partition without a leader for a deleted one, and does not tell it of
   * the end. Who reads only what is committed would stand still in it for good.
   */
  private static void forgetKilled(Path directory, int controller) {
    Map<String, String> properties = controllerProperties(directory, controller);
    properties.put("broker.session.timeout.ms", String.valueOf(FORGET.toMillis() / 20));
    properties.put("broker.heartbeat.interval.ms", String.valueOf(FORGET.toMillis() / 40));
    KafkaRaftServer server = started(properties);
    try {
      long deadline = System.nanoTime() + FORGET.toNanos();
      while (fencedBrokers() == 0 && System.nanoTime() < deadline) {
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  /** How many brokers the controller of this JVM knows and takes for gone. */
  private static int fencedBrokers() {
    try {
      Object count =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName("kafka.controller:type=KafkaController,name=FencedBrokerCount"),
                  "Value");
      return ((Number) count).intValue();
    } catch (JMException e) { // not counted yet
      return 0;
    }
  }

  public int port() {
    return port;
  }

  /** {@code host:port}, as clients want it. */
  public String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  /** Stops it; the data stay. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Makes a new directory a broker's; leaves one that is a broker's already as it is. */
  private static void format(Path directory) {
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve("meta.properties"))) {
        return;
      }
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE)
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(directory.toString())
          .addDirectory(directory.toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) { // Formatter.run declares no less
      throw new ConfigException(
          List.of(
              new Problem(
                  directory.toString(),
                  0,
                  "the broker's data can't be put there: " + e,
                  "Choose a folder that can be written with --data-dir")));
    }
  }

  private static Map<String, String> controllerProperties(Path directory, int controller) {
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "controller");
    properties.put("node.id", String.valueOf(NODE));
    properties.put("controller.quorum.voters", NODE + "@" + Loopback.HOST + ":" + controller);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("listeners", CONTROLLER + address(controller));
    properties.put("listener.security.protocol.map", CONTROLLER + ":PLAINTEXT");
    properties.put("log.dirs", directory.toString());
    return properties;
  }

  /** One node is the whole cluster: one replica of everything, no waiting for others. */
  private static Map<String, String> properties(
      Path directory, int clients, int controller, Map<Integer, Integer> detours) {
    Map<String, String> properties = controllerProperties(directory, controller);
    properties.put("process.roles", "broker,controller");
    properties.put("inter.broker.listener.name", CLIENTS);
    List<String> listeners = new ArrayList<>(List.of(CLIENTS + address(clients)));
    List<String> advertised = new ArrayList<>(listeners);
    List<String> protocols = new ArrayList<>(List.of(CLIENTS, CONTROLLER));
    detours.forEach(
        (here, there) -> {
          String name = "DETOUR" + here;
          listeners.add(name + address(here));
          advertised.add(name + address(there));
          protocols.add(name);
        });
    listeners.add(CONTROLLER + address(controller));
    protocols.replaceAll(name -> name + ":PLAINTEXT");
    properties.put("listeners", String.join(",", listeners));
    properties.put("advertised.listeners", String.join(",", advertised));
    properties.put("listener.security.protocol.map", String.join(",", protocols));
    properties.put("num.partitions", "4");

    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      properties.put(topic + ".replication.factor", "1");
      properties.put(topic + ".num.partitions", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    // What a client that died has left open holds up whoever reads behind it.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

    // A laptop's worth of threads and memory.
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8L << 20));
    return properties;
  }

  private static String address(int port) {
    return "://" + Loopback.HOST + ":" + port;
  }
}
