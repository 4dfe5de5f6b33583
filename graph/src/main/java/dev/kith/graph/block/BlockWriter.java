package dev.kith.graph.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes a file of blocks. Each is its length and its checksum (CRC32C of length and contents), 4
 * bytes each with the lowest first, and its contents; the last is empty. Not thread-safe.
 */
public final class BlockWriter {
  static final int HEAD = 2 * Integer.BYTES;

  private final WritableByteChannel out;
  private long written;

  public BlockWriter(WritableByteChannel out) {
    this.out = out;
  }

  /** Writes a block, which may be changed again after that. */
  public void write(BlockBuilder block) throws IOException {
    if (block.isEmpty()) {
      throw new IllegalArgumentException("an empty block ends a file");
    }
    writeAll(block.sealed());
  }

  /** Writes the end. The file stays open. */
  public void end() throws IOException {
    writeAll(new BlockBuilder().sealed());
  }

  /** How many bytes were written. */
  public long written() {
    return written;
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
