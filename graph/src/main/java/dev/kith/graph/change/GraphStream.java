package dev.kith.graph.change;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a store holds of the graph, as a stream of bytes, which neither side keeps in memory.
 *
 * <p>Numbers are big-endian. First the topic's id, two bytes of length and UTF-8; the number of
 * partitions, 4 bytes; and of each its number, 4 bytes, and the offset before which every change of
 * it is applied, 8 bytes. Then the elements, each copy that the store keeps: a byte, 1, or 2 for a
 * copy at the far end of an edge; then the key and the value that its record on {@code
 * kith.graph-changes} has, each after 4 bytes of length. At the end a byte, 0: without it the
 * stream was cut off.
 */
public final class GraphStream {
  public static final String CONTENT_TYPE = "application/octet-stream";

  private static final int END = 0;
  private static final int FORWARD = 1;
  private static final int BACKWARD = 2;

  private GraphStream() {}

  /**
   * A copy of an element.
   *
   * @param backward whether it is the one that is kept at the edge's far end: its target, or of a
   *     symmetric edge the end whose key is greater
   */
  public record Copy(GraphChange put, boolean backward) {}

  /** Writes one. Not thread-safe. */
  public static final class Writer {
    private final DataOutputStream out;
    private final ChangeCodec codec;

    /** Begins the stream, to which each element then is added. */
    public Writer(OutputStream out, ChangeCodec codec, String topicId, Map<Integer, Long> positions)
        throws IOException {
      this.out = new DataOutputStream(out);
      this.codec = codec;
      this.out.writeUTF(topicId);
      this.out.writeInt(positions.size());
      for (Map.Entry<Integer, Long> position : positions.entrySet()) {
        this.out.writeInt(position.getKey());
        this.out.writeLong(position.getValue());
      }
    }

    public void add(Copy copy) throws IOException {
      byte[] value = codec.value(copy.put());
      if (value == null) {
        throw new IllegalArgumentException("a removal is nothing that a store holds");
      }
      byte[] key = codec.key(copy.put().element());
      out.writeByte(copy.backward() ? BACKWARD : FORWARD);
      out.writeInt(key.length);
      out.write(key);
      out.writeInt(value.length);
      out.write(value);
    }

    /** Ends the stream; does not close what it was written to. */
    public void end() throws IOException {
      out.writeByte(END);
      out.flush();
    }
  }

  /** Reads one. Not thread-safe. */
  public static final class Reader {
    private final DataInputStream in;
    private final ChangeCodec codec;
    private final String topicId;
    private final Map<Integer, Long> positions = new TreeMap<>();

    /** Reads what stands before the elements. */
    public Reader(InputStream in, ChangeCodec codec) throws IOException {
      this.in = new DataInputStream(in);
      this.codec = codec;
      this.topicId = this.in.readUTF();
      for (int left = this.in.readInt(); left > 0; left--) {
        positions.put(this.in.readInt(), this.in.readLong());
      }
    }

    public String topicId() {
      return topicId;
    }

    /** By partition the offset before which every change is applied. */
    public Map<Integer, Long> positions() {
      return positions;
    }

    /**
     * The next copy; empty at the end.
     *
     * @throws EOFException if the stream was cut off
     */
    public Optional<Copy> next() throws IOException {
      while (true) {
        int kind = in.readByte();
        if (kind == END) {
          return Optional.empty();
        }
        byte[] key = in.readNBytes(in.readInt());
        byte[] value = in.readNBytes(in.readInt());
        try {
          Optional<GraphChange> put = codec.decode(key, value);
          if (put.isPresent()) {
            return Optional.of(new Copy(put.get(), kind == BACKWARD));
          }
        } catch (MalformedChangeException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
    }
  }
}
