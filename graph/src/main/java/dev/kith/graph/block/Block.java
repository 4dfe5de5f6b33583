package dev.kith.graph.block;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The contents of a block, read in the order in which a {@link BlockBuilder} collected them.
 * Columns are views of its bytes, and stay valid. Every method fails with a {@link
 * DamagedException} where the block has no such thing. Not thread-safe.
 */
public final class Block {
  private final byte[] array;
  private final ByteBuffer bytes;

  Block(byte[] bytes) {
    this.array = bytes;
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
