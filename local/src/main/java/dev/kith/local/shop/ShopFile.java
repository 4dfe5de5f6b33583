package dev.kith.local.shop;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.local.source.CsvFolder;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Notes beside kept data what they are of, once all that there is at the start is published. */
public record ShopFile(Path path) {

  /** What the data are of. */
  public sealed interface Contents {}

  /** A simulated shop. */
  public record Simulated(ShopProfile profile) implements Contents {}

  /**
   * CSV files.
   *
   * @param someEntity see {@link CsvFolder#someEntity}
   */
  public record Csv(Optional<String> someEntity) implements Contents {}

  /**
   * Empty if nothing was published, or not all.
   *
   * @throws ConfigException if the file is not what {@link #write} writes
   */
  public Optional<Contents> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
      if (properties.getProperty("source", "").equals("csv")) {
        return Optional.of(new Csv(Optional.ofNullable(properties.getProperty("user"))));
      }
      return Optional.of(
          new Simulated(
              new ShopProfile(
                  Long.parseLong(properties.getProperty("seed")),
                  Integer.parseInt(properties.getProperty("users")))));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  path.toString(),
                  0,
                  "it does not say what the data are of: " + e,
                  "Choose another folder with --data-dir")));
    }
  }

  public void write(Contents contents) {
    Properties properties = new Properties();
    switch (contents) {
      case Simulated(ShopProfile profile) -> {
        properties.setProperty("source", "simulated");
        properties.setProperty("seed", Long.toString(profile.seed()));
        properties.setProperty("users", Integer.toString(profile.users()));
      }
      case Csv(Optional<String> someEntity) -> {
        properties.setProperty("source", "csv");
        someEntity.ifPresent(key -> properties.setProperty("user", key));
      }
    }
    try (Writer writer = Files.newBufferedWriter(path)) {
      properties.store(writer, "What these data are of");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be written", e);
    }
  }
}
