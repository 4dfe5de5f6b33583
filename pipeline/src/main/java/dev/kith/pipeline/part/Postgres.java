package dev.kith.pipeline.part;

import dev.kith.local.embedded.Loopback;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL with logical replication, on loopback. */
public final class Postgres implements AutoCloseable {
  static final String USER = "postgres";

  private final EmbeddedPostgres server;

  private Postgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param folder made for it
   */
  public static Postgres start(Path folder) {
    try {
      return new Postgres(
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setServerConfig("wal_level", "logical")
              .setServerConfig("max_wal_senders", "4")
              .setServerConfig("max_replication_slots", "4")
              .start());
    } catch (IOException e) {
      throw new PartException("PostgreSQL does not start: " + e, e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** How a person connects to it. */
  public String psql() {
    return "psql -h " + Loopback.HOST + " -p " + port() + " -U " + USER;
  }

  public Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
