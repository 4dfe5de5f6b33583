package dev.kith.graph.block;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The contents of a block, read in the order in which a {@link BlockBuilder} collected them.
 * Columns are views of its bytes, and stay valid. Every method fails with a {@link
 * DamagedException} where the block has no such thing. Not thread-safe.
 */
public final class Block {
  private static final ValueLayout.OfInt INTS =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONGS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final byte[] array;
  private final MemorySegment segment;
  private final ByteBuffer bytes;

  Block(byte[] bytes) {
    this.array = bytes;
    this.segment = MemorySegment.ofArray(bytes);
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public int getInt() throws DamagedException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  public long getLong() throws DamagedException {
    try {
      return bytes.getLong();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  public String getText() throws DamagedException {
    return getTexts(1).get(0);
  }

  /** Bytes as they are. */
  public byte[] getBytes(int count) throws DamagedException {
    int start = bytes.position();
    skip(count);
    return Arrays.copyOfRange(array, start, start + count);
  }

  /** Numbers as they are. */
  public int[] getInts(int count) throws DamagedException {
    int start = bytes.position();
    skip((long) Integer.BYTES * count);
    int[] out = new int[count];
    MemorySegment.copy(segment, INTS, start, out, 0, count);
    return out;
  }

  /** Numbers as they are. */
  public long[] getLongs(int count) throws DamagedException {
    int start = bytes.position();
    skip((long) Long.BYTES * count);
    long[] out = new long[count];
    MemorySegment.copy(segment, LONGS, start, out, 0, count);
    return out;
  }

  public NumberView getNumbers(int count) throws DamagedException {
    long least = getLong();
    int width = getByte();
    int start = bytes.position();
    skip((long) width * count);
    return new NumberView(array, start, width, least);
  }

  public TextView getTexts(int count) throws DamagedException {
    NumberView lengths = getNumbers(count);
    int size = getByte() == 0 ? 1 : Character.BYTES;
    int[] starts = new int[count + 1];
    long at = bytes.position();
    for (int i = 0; i < count; i++) {
      starts[i] = (int) at;
      at += size * lengths.get(i);
    }
    skip(at - bytes.position());
    starts[count] = (int) at;
    return new TextView(array, size > 1, starts);
  }

  public RepeatedView getRepeated(int count) throws DamagedException {
    TextView texts = getTexts(getInt());
    String[] different = new String[texts.count()];
    for (int i = 0; i < different.length; i++) {
      different[i] = texts.get(i);
    }
    return new RepeatedView(different, getNumbers(count));
  }

  private int getByte() throws DamagedException {
    try {
      return bytes.get();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  private void skip(long length) throws DamagedException {
    if (length < 0 || length > bytes.remaining()) {
      throw tooShort();
    }
    bytes.position(bytes.position() + (int) length);
  }

  private static DamagedException tooShort() {
    return new DamagedException("a block is too short for what it holds");
  }
}
