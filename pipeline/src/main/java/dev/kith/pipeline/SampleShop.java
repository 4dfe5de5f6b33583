package dev.kith.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of {@code examples/shop} and their rows. */
public final class SampleShop {
  /** How many users it has, {@code u0} and on. */
  public static final int USERS = 400;

  /** How many products it has, {@code p0} and on. */
  public static final int PRODUCTS = 150;

  /** How many purchases it has, {@code o1} and on. */
  public static final int PURCHASES = 8_000;

  private final Path folder;

  /**
   * @param home Kith's folder
   */
  public SampleShop(Path home) {
    folder = home.resolve("examples/shop");
  }

  /** Makes the tables, with their rows. */
  public void fill(Connection database) throws SQLException {
    for (String file : List.of("tables.sql", "rows.sql")) {
      try (Statement statement = database.createStatement()) {
        statement.execute(Files.readString(folder.resolve(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
