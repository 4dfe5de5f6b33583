package dev.kith.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone with all that is in it once it is closed. */
public record TempFolder(Path path) implements AutoCloseable {

  public static TempFolder create() {
    try {
      return new TempFolder(Files.createTempDirectory("kith-test"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      List<Path> deepestFirst;
      try (Stream<Path> files = Files.walk(path)) {
        deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
