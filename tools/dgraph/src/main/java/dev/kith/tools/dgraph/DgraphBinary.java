package dev.kith.tools.dgraph;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Dgraph binary that the Go module in {@code tools/dgraph} builds. It is kept in {@code
 * ~/.cache/kith/dgraph} ({@code XDG_CACHE_HOME} is honoured), in a folder named by the hash of what
 * decides its content, so it is built once, and again when the module changes.
 *
 * @param module the folder of the Go module
 * @param cached where the binary is, or will be
 */
record DgraphBinary(Path module, Path cached) {
  private static final List<String> INPUTS = List.of("go.mod", "go.sum", "tools.go");

  private static final String UNFINISHED = ".unfinished";

  /** One build at a time in this JVM; the file lock is for the others. */
  private static final Object BUILDING = new Object();

  /**
   * Looks the module up: {@code tools/dgraph} in {@code kith.home} (a system property, which the
   * launcher sets), the current directory, or a folder above either.
   */
  static DgraphBinary find(Map<String, String> environment) throws DgraphServerException {
    Path module = null;
    for (String start : List.of(System.getProperty("kith.home", ""), "")) {
      Path folder = Path.of(start).toAbsolutePath();
      while (module == null && folder != null) {
        Path candidate = folder.resolve("tools/dgraph");
        module = Files.isRegularFile(candidate.resolve("go.mod")) ? candidate : null;
        folder = folder.getParent();
      }
    }
    if (module == null) {
      throw new DgraphServerException(
          "From source: there is no tools/dgraph in or above " + Path.of("").toAbsolutePath() + ".",
          null);
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return new DgraphBinary(module, root.resolve("kith/dgraph").resolve(hash(module) + "/dgraph"));
  }

  /** Builds it if it is not there yet; waits if another process is at it. */
  Path build(Consumer<String> progress) throws DgraphServerException, InterruptedException {
    if (Files.isExecutable(cached)) {
      return cached;
    }
    Path folder = cached.resolveSibling("");
    synchronized (BUILDING) {
      try {
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.isExecutable(cached)) {
            progress.accept("Building Dgraph from source (about a minute, once)");
            compile(folder);
          }
        }
      } catch (IOException e) {
        throw new DgraphServerException("From source: " + folder + ": " + e.getMessage(), e);
      }
    }
    return cached;
  }

  private void compile(Path folder) throws DgraphServerException, InterruptedException {
    File log = folder.resolve("build.log").toFile();
    try {
      removeUnfinished(folder);
      // A name of its own: the Go of a build that was killed may still be writing to another.
      Path unfinished = folder.resolve("dgraph-" + ProcessHandle.current().pid() + UNFINISHED);
      ProcessBuilder go =
          new ProcessBuilder(
                  "go",
                  "build",
                  "-o",
                  unfinished.toString(),
                  "github.com/dgraph-io/dgraph/v25/dgraph")
              .directory(module.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log);
      go.environment().put("CGO_ENABLED", "0"); // no C compiler needed
      Process process = start(go);
      try {
        int status = process.waitFor();
        if (status != 0) {
          throw new DgraphServerException(
              "From source: 'go build' in " + module + " failed:\n" + Tail.of(log.toPath()), null);
        }
      } finally {
        process.destroy();
      }
      // Whoever finds the binary finds all of it.
      Files.move(unfinished, cached, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DgraphServerException("From source: " + e.getMessage(), e);
    }
  }

  /** What builds that were killed have left. */
  private static void removeUnfinished(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Process start(ProcessBuilder go) throws DgraphServerException {
    try {
      return go.start();
    } catch (IOException e) {
      throw new DgraphServerException("From source: there is no Go ('go' does not start).", e);
    }
  }

  private static String hash(Path module) throws DgraphServerException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String input : INPUTS) {
        digest.update(Files.readAllBytes(module.resolve(input)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new DgraphServerException("From source: can't read " + module + ": " + e, e);
    }
  }
}
