package dev.kith.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The features of users, asked of the source database in SQL. */
final class SqlFeatures implements AutoCloseable {
  private final PreparedStatement statement;

  SqlFeatures(Connection database) throws SQLException {
    this.statement = database.prepareStatement(text());
  }

  private static String text() {
    try (InputStream in = SqlFeatures.class.getResourceAsStream("features.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Those of one user.
   *
   * @return by name a {@code Double}, a {@code String} or null; empty if there is no such user
   */
  Optional<SequencedMap<String, @Nullable Object>> of(String user, Instant now)
      throws SQLException {
    statement.setString(1, user);
    statement.setObject(2, now.atOffset(ZoneOffset.UTC));
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      ResultSetMetaData columns = row.getMetaData();
      SequencedMap<String, @Nullable Object> out = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        Object value = row.getObject(i);
        out.put(
            columns.getColumnName(i),
            value instanceof Number number ? (Object) number.doubleValue() : value);
      }
      return Optional.of(out);
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
