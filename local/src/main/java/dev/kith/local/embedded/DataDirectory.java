package dev.kith.local.embedded;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a local Kith keeps everything: a folder that no other process uses meanwhile. */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  private final Path path;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataDirectory(Path path, boolean temporary, FileChannel lockFile) {
    this.path = path;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  /**
   * Takes a folder.
   *
   * @param kept the folder, created if missing; empty for a temporary one, which is removed when
   *     this is closed
   * @throws ConfigException if it can't be written, or another process has taken it
   */
  public static DataDirectory open(Optional<Path> kept) {
    String name = kept.map(Path::toString).orElse(System.getProperty("java.io.tmpdir"));
    try {
      Path path =
          kept.isPresent()
              ? Files.createDirectories(kept.get().toAbsolutePath())
              : Files.createTempDirectory("kith-");
      return new DataDirectory(path, kept.isEmpty(), lock(path));
    } catch (IOException e) {
      throw problem(
          name, "it can't be written: " + reason(e), "Choose another folder with --data-dir");
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "it is no folder";
      case NoSuchFileException missing -> "there can't be such a folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> e.toString();
    };
  }

  private static FileChannel lock(Path path) throws IOException {
    // Held until the channel is closed, which the end of the process does too.
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // taken within this process: reported below, in the same words
    }
    if (lock == null) {
      channel.close();
      throw problem(
          path.toString(),
          "another Kith is using it",
          "Stop that one, or choose another folder with --data-dir");
    }
    return channel;
  }

  /** The folder of one part. */
  public Path of(String part) {
    return path.resolve(part);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
      if (temporary) {
        delete();
      }
    } catch (IOException e) {
      LOG.warn("{} could not be removed", path, e);
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static ConfigException problem(String folder, String what, String fix) {
    return new ConfigException(List.of(new Problem(folder, 0, what, fix)));
  }
}
