package dev.kith.graph.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The text of a configuration file.
 *
 * @param name what messages call it
 */
public record ConfigFile(String name, String text) {

  /**
   * Reads a file.
   *
   * @param path where it is; empty for the one that Kith ships
   * @param shipped the shipped one's place on the class path ({@code schemas/graph.yaml})
   * @throws ConfigException if it can't be read
   */
  public static ConfigFile read(String path, String shipped) {
    if (path.isEmpty()) {
      return new ConfigFile(shipped, resource(shipped));
    }
    try {
      return new ConfigFile(path, Files.readString(Path.of(path)));
    } catch (NoSuchFileException e) {
      throw unreadable(path, "there is no such file", "Name one that exists");
    } catch (CharacterCodingException e) {
      throw unreadable(path, "this is not UTF-8 text", "Save it as UTF-8");
    } catch (InvalidPathException | IOException e) {
      throw unreadable(path, "it can't be read: " + e.getMessage(), "Name a file that can be");
    }
  }

  private static String resource(String place) {
    try (InputStream in = ConfigFile.class.getClassLoader().getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException(place + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigException unreadable(String path, String what, String fix) {
    return new ConfigException(List.of(new Problem(path, 0, what, fix)));
  }
}
