package dev.kith.local.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The disk that ingest keeps its state on: a small one of its own, which can be filled, where
 * mounting one is allowed (Linux, as root); else a folder like any other. Not thread-safe.
 */
final class StateDisk implements AutoCloseable {
  private static final String SIZE = "96m";
  private static final Duration FILL_AGAIN = Duration.ofMillis(10);

  private final Path folder;
  private final boolean mounted;
  private final byte[] zeros = new byte[64 << 10];
  private @Nullable Thread filling;

  private StateDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  /** Mounts it at a folder. */
  static StateDisk mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new StateDisk(
        folder, run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "kith-faults", "" + folder));
  }

  Path folder() {
    return folder;
  }

  /** Whether it is a disk of its own. */
  boolean mounted() {
    return mounted;
  }

  /** Takes all of its space, and all that becomes free, until {@link #clear}. */
  void fill() {
    takeAll();
    filling =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (true) {
                      Thread.sleep(FILL_AGAIN);
                      takeAll();
                    }
                  } catch (InterruptedException e) {
                    // cleared
                  }
                });
  }

  /** There is room again. */
  void clear() throws IOException, InterruptedException {
    Thread taking = filling;
    if (taking != null) {
      taking.interrupt();
      taking.join();
    }
    Files.deleteIfExists(filler());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    clear();
    if (mounted) {
      run("umount", "-l", "" + folder);
    }
  }

  private void takeAll() {
    for (int size = zeros.length; size >= 512; size /= 2) {
      try (OutputStream out =
          Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(zeros, 0, size);
        }
      } catch (IOException e) {
        // So much is no more free.
      }
    }
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }
}
