package dev.kith.serving.snapshot;

import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.BlockWriter;
import dev.kith.graph.memory.GraphImage;
import dev.kith.graph.memory.MemoryGraph;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The snapshots in a folder. One is written aside and forced to the disk before it gets its name,
 * so whatever has the name is whole, unless the disk damages it. One thread at a time writes.
 */
public final class SnapshotFiles {
  private static final String PREFIX = "replica-";
  private static final String SUFFIX = ".snapshot";

  /** What is being written; left over where a process died meanwhile. */
  private static final String ASIDE = "replica.writing";

  private final Path folder;
  private final int kept;

  /**
   * @param folder is created if there is none
   * @param kept how many of the newest stay
   */
  public SnapshotFiles(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /** The snapshots, the newest first; none if there is no such folder. */
  List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).startsWith(PREFIX) && name(file).endsWith(SUFFIX))
          .sorted(Comparator.comparing(SnapshotFiles::name).reversed())
          .toList();
    }
  }

  /**
   * Writes a snapshot of a graph that goes on changing, and removes the oldest. It takes up to half
   * a core, and ends early if its thread is interrupted.
   *
   * @return the file
   * @throws IOException if it can't be written; then all others are there still
   */
  Path write(SnapshotHead head, MemoryGraph graph) throws IOException {
    Files.createDirectories(folder);
    Path aside = folder.resolve(ASIDE);
    Path file =
        folder.resolve(
            String.format(Locale.ROOT, "%s%015d%s", PREFIX, head.takenAt().toEpochMilli(), SUFFIX));
    try (FileChannel out =
        FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(out);
      try {
        out.truncate(0);
        BlockWriter blocks = new BlockWriter(out);
        blocks.write(head.block());
        GraphImage.write(graph, new Rested(blocks));
        blocks.end();
        out.force(true);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(aside);
        throw e;
      }
    }
    forceNames();
    removeOldest();
    return file;
  }

  private void lock(FileChannel out) throws IOException {
    try {
      FileLock lock = out.tryLock(); // until the channel is closed
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // said below
    }
    throw new IOException("another process writes its snapshots to " + folder);
  }

  private void removeOldest() throws IOException {
    List<Path> files = newestFirst();
    for (Path old : files.subList(Math.min(kept, files.size()), files.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** So that the new name is there after a loss of power too. */
  private void forceNames() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Writes blocks, and after each rests for as long as it took to come to it and write it. */
  private static final class Rested implements GraphImage.Blocks {
    private final BlockWriter out;
    private long began = System.nanoTime();

    Rested(BlockWriter out) {
      this.out = out;
    }

    @Override
    public void write(BlockBuilder block) throws IOException {
      out.write(block);
      try {
        TimeUnit.NANOSECONDS.sleep(System.nanoTime() - began);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      began = System.nanoTime();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
