package dev.kith.pipeline;

import dev.kith.graph.config.Settings;
import dev.kith.ingest.Ingest;
import dev.kith.local.Opened;
import dev.kith.local.embedded.EmbeddedBroker;
import dev.kith.local.embedded.Loopback;
import dev.kith.pipeline.part.Connect;
import dev.kith.pipeline.part.PartException;
import dev.kith.pipeline.part.Parts;
import dev.kith.pipeline.part.Postgres;
import dev.kith.pipeline.part.Registry;
import dev.kith.proto.v1.Source;
import dev.kith.serving.Serving;
import dev.kith.tools.dgraph.DgraphServer;
import dev.kith.tools.dgraph.DgraphServerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * PostgreSQL, Debezium on Kafka Connect, a registry, a broker, ingest, Dgraph if it is asked, and a
 * serving for each source of answers. All of it on loopback, and gone when this is closed.
 */
public final class Pipeline implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Opened opened = new Opened();
  private final Map<Source, Serving> servings = new EnumMap<>(Source.class);
  private final Postgres postgres;
  private final String kafka;
  private final Ingest ingest;

  /** What is in the database before Debezium comes. */
  public interface Opening {
    void fill(Connection database) throws SQLException;
  }

  private Pipeline(
      Parts parts, Path folder, Set<Source> sources, Opening opening, Consumer<String> progress)
      throws DgraphServerException, SQLException {
    try {
      progress.accept("Starting PostgreSQL, and filling it");
      postgres = opened.add(Postgres.start(folder.resolve("postgres")));
      try (Connection database = postgres.connect()) {
        opening.fill(database);
      }
      progress.accept("Starting the broker and the registry");
      EmbeddedBroker broker = opened.add(EmbeddedBroker.start(folder.resolve("kafka"), 0));
      kafka = broker.bootstrapServers();
      Registry registry = opened.add(Registry.start(parts.registry(), folder.resolve("registry")));
      String dgraph =
          sources.contains(Source.DGRAPH)
              ? opened.add(DgraphServer.obtain(progress)).address()
              : "none";
      progress.accept("Starting ingest and serving");
      Map<String, String> settings =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka,
              "SCHEMA_REGISTRY_URL",
              registry.confluentUrl(),
              "DGRAPH_ALPHA_HOST",
              dgraph,
              "STATE_DIR",
              folder.resolve("ingest").toString());
      ingest = opened.add(new Ingest(new Settings(settings, Ingest.SETTINGS)));
      ingest.start();
      for (Source source : sources) {
        servings.put(source, serving(source, dgraph));
      }
      progress.accept("Starting Kafka Connect with Debezium");
      opened.add(Connect.start(parts, folder.resolve("connect"), kafka, postgres, registry));
    } catch (RuntimeException | DgraphServerException | SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts all of it; returns when every part runs, which is before all has arrived.
   *
   * @param folder for all that the parts keep
   * @param sources of answers; without {@link Source#DGRAPH} there is no Dgraph
   * @param progress told what is being done, a line at a time
   * @throws PartException if a part does not start; then none runs
   */
  public static Pipeline start(
      Parts parts, Path folder, Set<Source> sources, Opening opening, Consumer<String> progress)
      throws DgraphServerException, SQLException {
    return new Pipeline(parts, folder, sources, opening, progress);
  }

  private Serving serving(Source source, String dgraph) {
    Map<String, String> settings =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka,
            "DGRAPH_ALPHA_HOST",
            dgraph,
            "GRAPH_SOURCE",
            source.name(),
            "GRPC_HOST",
            Loopback.HOST,
            "GRPC_PORT",
            "0");
    Serving serving = opened.add(new Serving(new Settings(settings, Serving.SETTINGS)));
    serving.start();
    return serving;
  }

  /** A connection to the database. */
  public Connection connect() throws SQLException {
    return postgres.connect();
  }

  /** How a person connects to it. */
  public String psql() {
    return postgres.psql();
  }

  /** {@code host:port} of the broker. */
  public String kafka() {
    return kafka;
  }

  /** Where answers come from: one serving each. */
  public Set<Source> sources() {
    return Collections.unmodifiableSet(servings.keySet());
  }

  /** {@code host:port} of the serving that answers from there. */
  public String grpc(Source source) {
    return Loopback.HOST + ":" + Objects.requireNonNull(servings.get(source)).port();
  }

  /** Waits until all that was committed before is in the answers of all sources. */
  public void awaitArrived() throws SQLException, InterruptedException {
    awaitRead();
    while (!hasArrived()) {
      ingest
          .failure()
          .ifPresent(
              why -> {
                throw new IllegalStateException("ingest failed: " + why);
              });
      Thread.sleep(POLL);
    }
  }

  private boolean hasArrived() {
    // In the order of the way, so that nothing can slip from where was not asked to where was.
    return ingest.sourceLag() == 0
        && ingest.dgraphLag() == 0
        && servings.values().stream().allMatch(s -> s.replicaLag() == 0 && s.ready());
  }

  /** Waits until Debezium has confirmed to PostgreSQL that Kafka has all of it. */
  private void awaitRead() throws SQLException, InterruptedException {
    try (Connection database = postgres.connect()) {
      String before;
      try (Statement statement = database.createStatement()) {
        before = one(statement.executeQuery("SELECT pg_current_wal_insert_lsn()"));
        // Something that comes after all of it, and is a record of Debezium's too.
        one(statement.executeQuery("SELECT pg_logical_emit_message(true, 'kith', 'arrived?')"));
      }
      try (PreparedStatement confirmed =
          database.prepareStatement(
              "SELECT count(*) FROM pg_replication_slots"
                  + " WHERE slot_name = ? AND confirmed_flush_lsn > CAST(? AS pg_lsn)")) {
        confirmed.setString(1, Connect.SLOT);
        confirmed.setString(2, before);
        while (!one(confirmed.executeQuery()).equals("1")) {
          Thread.sleep(POLL);
        }
      }
    }
  }

  private static String one(ResultSet rows) throws SQLException {
    try (rows) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
