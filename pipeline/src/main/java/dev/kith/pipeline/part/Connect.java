package dev.kith.pipeline.part;

import dev.kith.local.embedded.Loopback;
import dev.kith.tools.dgraph.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kafka Connect with one connector, Debezium's for PostgreSQL: every committed change of the tables
 * becomes a record, Avro in Confluent's wire format, of the topic that has the table's name.
 */
public final class Connect implements AutoCloseable {
  private static final String NAME = "Kafka Connect";
  private static final String CONNECTOR = "shop";

  /** The slot by which PostgreSQL knows how far Debezium has come. */
  public static final String SLOT = "kith";

  private final SupervisedProcess process;

  private Connect(SupervisedProcess process) {
    this.process = process;
  }

  /**
   * Starts it; returns when the connector's task runs, which is before it has read everything.
   *
   * @param parts where {@code worker.properties}, {@code shop.properties} and the plugin are
   * @param folder where it keeps how far it has come; used again, it goes on from there
   */
  public static Connect start(
      Parts parts, Path folder, String kafka, Postgres postgres, Registry registry) {
    int port = Loopback.port(0, NAME, "");
    try {
      Files.createDirectories(folder);
      Path worker = folder.resolve("worker.properties");
      Files.writeString(
          worker,
          Files.readString(parts.connect().resolve("worker.properties"))
              + """
              plugin.path=%s
              listeners=http://%s:%d
              offset.storage.file.filename=%s
              """
                  .formatted(
                      parts.connectPlugin(), Loopback.HOST, port, folder.resolve("offsets")));
      List<String> command = new ArrayList<>(List.of("env"));
      environment(kafka, postgres, registry)
          .forEach((name, value) -> command.add(name + "=" + value));
      command.addAll(List.of(Java.program(), "-Xmx384m", "-XX:+UseSerialGC"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("org.apache.kafka.connect.cli.ConnectStandalone");
      command.add(worker.toString());
      command.add(parts.connect().resolve("shop.properties").toString());
      Connect connect = new Connect(SupervisedProcess.start(folder.resolve("process"), command));
      connect.awaitTask(port);
      return connect;
    } catch (IOException e) {
      throw new PartException(NAME + " does not start: " + e, e);
    }
  }

  private static Map<String, String> environment(
      String kafka, Postgres postgres, Registry registry) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        kafka,
        "REGISTRY_URL",
        registry.converterUrl(),
        "POSTGRES_HOST",
        Loopback.HOST,
        "POSTGRES_PORT",
        Integer.toString(postgres.port()),
        "POSTGRES_USER",
        Postgres.USER,
        "POSTGRES_PASSWORD",
        Postgres.USER);
  }

  private void awaitTask(int port) {
    URI status =
        URI.create("http://" + Loopback.HOST + ":" + port + "/connectors/" + CONNECTOR + "/status");
    Await.answer(
        NAME,
        process,
        status,
        body -> {
          if (body.contains("\"FAILED\"")) {
            throw new PartException("Debezium's connector failed: " + body, null);
          }
          return body.contains("\"tasks\":[{") && body.split("\"RUNNING\"", -1).length == 3;
        });
  }

  @Override
  public void close() {
    process.close();
  }
}
