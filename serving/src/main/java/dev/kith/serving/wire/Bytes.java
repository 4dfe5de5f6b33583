package dev.kith.serving.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes fields in the format of protocol buffers
 * (https://protobuf.dev/programming-guides/encoding/). Not thread-safe.
 */
final class Bytes {
  /** So many bytes a 64-bit number takes at most. */
  static final int MAX_VARINT = 10;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int TYPE_BITS = 3;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  /**
   * @param capacity so many bytes are likely enough
   */
  Bytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** All bytes; those from {@link #size} on mean nothing. */
  byte[] array() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** A field of a number. */
  void number(int field, long value) {
    varint(field << TYPE_BITS | VARINT);
    varint(value);
  }

  /** A field of a double. */
  void number(int field, double value) {
    varint(field << TYPE_BITS | FIXED64);
    reserve(Long.BYTES);
    LONG.set(bytes, size, Double.doubleToRawLongBits(value));
    size += Long.BYTES;
  }

  /** A field of UTF-8 text. */
  void text(int field, byte[] utf8) {
    length(field, utf8.length);
    raw(utf8);
  }

  /** A field of so many bytes, which are written next. */
  void length(int field, int length) {
    varint(field << TYPE_BITS | LENGTH);
    varint(length);
  }

  /** Fields that are written already. */
  void raw(byte[] fields) {
    raw(fields, fields.length);
  }

  /** Fields that are written already, in the first so many of these bytes. */
  void raw(byte[] fields, int length) {
    reserve(length);
    System.arraycopy(fields, 0, bytes, size, length);
    size += length;
  }

  private void varint(long value) {
    reserve(MAX_VARINT);
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** How many bytes {@link #text} writes. */
  static int sizeOfText(int field, int length) {
    return sizeOfVarint(field << TYPE_BITS) + sizeOfVarint(length) + length;
  }

  /** How many bytes {@link #number(int, long)} writes. */
  static int sizeOfNumber(int field, long value) {
    return sizeOfVarint(field << TYPE_BITS) + sizeOfVarint(value);
  }

  private static int sizeOfVarint(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }
}
