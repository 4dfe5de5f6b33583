package dev.kith.bench.changes;

import dev.kith.bench.report.Rates;
import dev.kith.graph.block.BlockReader;
import dev.kith.graph.block.BlockWriter;
import dev.kith.graph.memory.GraphImage;
import dev.kith.graph.memory.MemoryGraph;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How fast the image of a graph becomes a graph again, beside how fast the disk gives a file.
 *
 * @param bytes that the image has
 * @param read bytes a second, straight from the disk, in large pieces; 0 if it can't be told
 * @param loaded bytes a second, of a file that was written just before
 */
record SnapshotLoad(long bytes, double read, double loaded) {
  /** Medians of so many rounds, after one that warms up. */
  static SnapshotLoad measure(MemoryGraph graph, int rounds)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("kith-bench", ".image");
    try {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        BlockWriter blocks = new BlockWriter(out);
        GraphImage.write(graph, blocks::write);
        blocks.end();
        out.force(true);
      }
      long bytes = Files.size(file);
      Rates read = new Rates();
      Rates loaded = new Rates();
      for (int round = 0; round <= rounds; round++) {
        long start = System.nanoTime();
        boolean could = read(file);
        long middle = System.nanoTime();
        load(graph, file);
        if (round > 0) {
          read.add(could ? bytes * 1e9 / (middle - start) : 0);
          loaded.add(bytes * 1e9 / (System.nanoTime() - middle));
        }
      }
      return new SnapshotLoad(bytes, read.median(), loaded.median());
    } finally {
      Files.delete(file);
    }
  }

  /** Reads a file past the operating system's memory; false if its disk can't do that. */
  private static boolean read(Path file) throws IOException, InterruptedException {
    return new ProcessBuilder("dd", "if=" + file, "of=/dev/null", "bs=4M", "iflag=direct")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static void load(MemoryGraph graph, Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      BlockReader blocks = new BlockReader(in, in.size());
      var _ = GraphImage.read(graph.schema(), blocks::next);
    }
  }

  double ratio() {
    return loaded / read;
  }
}
