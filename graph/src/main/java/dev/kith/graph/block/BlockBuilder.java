package dev.kith.graph.block;

import it.unimi.dsi.fastutil.objects.Object2IntLinkedOpenHashMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Collects the contents of a block, which {@link Block} reads in the same order. Not thread-safe.
 */
public final class BlockBuilder {
  private static final int CAPACITY = 4096;

  private ByteBuffer bytes = empty(CAPACITY);

  /** Begins anew. */
  public void clear() {
    bytes.clear().position(BlockWriter.HEAD);
  }

  boolean isEmpty() {
    return bytes.position() == BlockWriter.HEAD;
  }

  public void addInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  public void addLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  public void addText(String text) {
    addTexts(new String[] {text}, 1);
  }

  /** Adds the first {@code count} numbers, in as few bytes each as hold the widest difference. */
  public void addNumbers(long[] numbers, int count) {
    long least = count == 0 ? 0 : Long.MAX_VALUE;
    long most = count == 0 ? 0 : Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
    }
    int width = NumberView.width(most - least);
    addLong(least);
    room(1).put((byte) width);
    ByteBuffer out = room(Math.multiplyExact(width, count));
    switch (width) {
      case Byte.BYTES -> {
        for (int i = 0; i < count; i++) {
          out.put((byte) (numbers[i] - least));
        }
      }
      case Integer.BYTES -> {
        for (int i = 0; i < count; i++) {
          out.putInt((int) (numbers[i] - least));
        }
      }
      case Long.BYTES -> {
        for (int i = 0; i < count; i++) {
          out.putLong(numbers[i] - least);
        }
      }
      default -> {}
    }
  }

  /** Adds the first {@code count} bytes as they are. */
  public void addBytes(byte[] numbers, int count) {
    room(count).put(numbers, 0, count);
  }

  /** Adds the first {@code count} numbers as they are. */
  public void addInts(int[] numbers, int count) {
    ByteBuffer out = room(Math.multiplyExact(Integer.BYTES, count));
    out.asIntBuffer().put(numbers, 0, count);
    out.position(out.position() + Integer.BYTES * count);
  }

  /** Adds the first {@code count} numbers as they are. */
  public void addLongs(long[] numbers, int count) {
    ByteBuffer out = room(Math.multiplyExact(Long.BYTES, count));
    out.asLongBuffer().put(numbers, 0, count);
    out.position(out.position() + Long.BYTES * count);
  }

  /** Adds the first {@code count} texts, any of them. */
  public void addTexts(String[] texts, int count) {
    long[] lengths = new long[count];
    boolean wide = false;
    for (int i = 0; i < count; i++) {
      lengths[i] = texts[i].length();
      wide |= !TextView.isLatin1(texts[i]);
    }
    addNumbers(lengths, count);
    room(1).put((byte) (wide ? 1 : 0));
    for (int i = 0; i < count; i++) {
      String text = texts[i];
      ByteBuffer out = room(wide ? text.length() * Character.BYTES : text.length());
      for (int k = 0; k < text.length(); k++) {
        if (wide) {
          out.putChar(text.charAt(k));
        } else {
          out.put((byte) text.charAt(k));
        }
      }
    }
  }

  /** Adds the first {@code count} texts, of which many may be the same, and any may be missing. */
  public void addRepeated(@Nullable String[] texts, int count) {
    Object2IntLinkedOpenHashMap<String> numbers = new Object2IntLinkedOpenHashMap<>();
    numbers.defaultReturnValue(-1);
    long[] codes = new long[count];
    for (int i = 0; i < count; i++) {
      String text = texts[i];
      if (text != null) {
        int known = numbers.putIfAbsent(text, numbers.size() + 1);
        codes[i] = known < 0 ? numbers.size() : known;
      }
    }
    addInt(numbers.size());
    addTexts(numbers.keySet().toArray(String[]::new), numbers.size());
    addNumbers(codes, count);
  }

  /** The block as it is written; valid until this changes. */
  ByteBuffer sealed() {
    ByteBuffer block = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
    int length = block.limit() - BlockWriter.HEAD;
    ByteBuffer contents = block.duplicate().position(BlockWriter.HEAD);
    return block.putInt(0, length).putInt(Integer.BYTES, checksum(length, contents));
  }

  /** Of a block: its length and its contents. */
  static int checksum(int length, ByteBuffer contents) {
    CRC32C sum = new CRC32C();
    sum.update(length);
    sum.update(length >>> 8);
    sum.update(length >>> 16);
    sum.update(length >>> 24);
    sum.update(contents);
    return (int) sum.getValue();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int needed = Math.addExact(bytes.position(), more);
      ByteBuffer grown = empty(Math.max(needed, Math.min(2 * bytes.capacity(), 1 << 30)));
      grown.put(bytes.flip().position(BlockWriter.HEAD));
      bytes = grown;
    }
    return bytes;
  }

  private static ByteBuffer empty(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).position(BlockWriter.HEAD);
  }
}
