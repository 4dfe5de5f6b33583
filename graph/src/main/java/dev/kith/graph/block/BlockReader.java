package dev.kith.graph.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** Reads a file that a {@link BlockWriter} wrote. Not thread-safe. */
public final class BlockReader {
  private final ReadableByteChannel in;
  private final long size;
  private final ByteBuffer head =
      ByteBuffer.allocate(BlockWriter.HEAD).order(ByteOrder.LITTLE_ENDIAN);
  private long done;

  /**
   * Begins at the file's beginning.
   *
   * @param size how many bytes the file has
   */
  public BlockReader(ReadableByteChannel in, long size) {
    this.in = in;
    this.size = size;
  }

  /** How many bytes the file has. */
  public long size() {
    return size;
  }

  /** How many of them were read. */
  public long done() {
    return done;
  }

  /**
   * The next block; empty after the last.
   *
   * @throws DamagedException if the file is cut off, or its bytes are not those that were written
   */
  public Optional<Block> next() throws IOException {
    fill(head.clear());
    int length = head.flip().getInt();
    int checksum = head.getInt();
    if (length < 0 || length > size - done) {
      throw new DamagedException("it is cut off, or damaged, at byte " + done);
    }
    byte[] bytes = new byte[length];
    fill(ByteBuffer.wrap(bytes));
    if (checksum != BlockBuilder.checksum(length, ByteBuffer.wrap(bytes))) {
      throw new DamagedException("it is damaged before byte " + done);
    }
    if (length > 0) {
      return Optional.of(new Block(bytes));
    }
    if (done != size) {
      throw new DamagedException("it goes on after its end at byte " + done);
    }
    return Optional.empty();
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int read = in.read(buffer);
      if (read < 0) {
        throw new DamagedException("it is cut off at byte " + done);
      }
      done += read;
    }
  }
}
