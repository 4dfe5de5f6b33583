package dev.kith.graph;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.AttributeType;

/**
 * The values of one numeric attribute, slot {@code i} for edge {@code i}, in the narrowest array
 * that holds each exactly: {@code byte[]}, {@code int[]} or {@code long[]}. A {@code DOUBLE} is in
 * the first two as hundredths (so amounts of money need 4 bytes), in the third as raw bits.
 *
 * <p>Values come and go as {@link Row#bits}.
 */
final class NumberColumn {
  private static final double HUNDRED = 100.0;

  private NumberColumn() {}

  /** How many bytes a slot needs to hold a value: 1, 4 or 8. */
  static int width(AttributeType type, long bits) {
    long whole = type == AttributeType.DOUBLE ? hundredths(bits) : bits;
    return whole == (byte) whole ? Byte.BYTES : whole == (int) whole ? Integer.BYTES : Long.BYTES;
  }

  /** How many bytes a slot of a column has. */
  static int width(Object column) {
    return column instanceof byte[]
        ? Byte.BYTES
        : column instanceof int[] ? Integer.BYTES : Long.BYTES;
  }

  /** A column with that many bytes a slot. */
  static Object create(int width, int capacity) {
    return switch (width) {
      case Byte.BYTES -> new byte[capacity];
      case Integer.BYTES -> new int[capacity];
      default -> new long[capacity];
    };
  }

  static long get(AttributeType type, Object column, int i) {
    if (column instanceof int[] ints) {
      return bits(type, ints[i]);
    }
    if (column instanceof byte[] bytes) {
      return bits(type, bytes[i]);
    }
    return ((long[]) column)[i];
  }

  /** Sets a slot; false if the column is not wide enough for the value. */
  static boolean set(AttributeType type, Object column, int i, long bits) {
    if (column instanceof long[] longs) {
      longs[i] = bits;
      return true;
    }
    long whole = type == AttributeType.DOUBLE ? hundredths(bits) : bits;
    if (column instanceof int[] ints) {
      ints[i] = (int) whole;
      return ints[i] == whole;
    }
    byte[] bytes = (byte[]) column;
    bytes[i] = (byte) whole;
    return bytes[i] == whole;
  }

  /** Copies slots to a column that is as wide or wider. */
  static void copy(AttributeType type, Object from, int start, Object to, int at, int length) {
    if (from.getClass() == to.getClass()) {
      System.arraycopy(from, start, to, at, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      set(type, to, at + i, get(type, from, start + i));
    }
  }

  /** Adds the first slots of a column to a block as they are. */
  static void write(Object column, int count, BlockBuilder block) {
    if (column instanceof byte[] bytes) {
      block.addBytes(bytes, count);
    } else if (column instanceof int[] ints) {
      block.addInts(ints, count);
    } else {
      block.addLongs((long[]) column, count);
    }
  }

  /** A column whose slots were added to a block. */
  static Object read(int width, int count, Block block) throws DamagedException {
    return switch (width) {
      case Byte.BYTES -> block.getBytes(count);
      case Integer.BYTES -> block.getInts(count);
      default -> block.getLongs(count);
    };
  }

  private static long bits(AttributeType type, int whole) {
    return type == AttributeType.DOUBLE ? Double.doubleToRawLongBits(whole / HUNDRED) : whole;
  }

  /** The hundredths that give back just this double; what no {@code int} holds if none do. */
  private static long hundredths(long bits) {
    long whole = (long) Math.rint(Double.longBitsToDouble(bits) * HUNDRED);
    boolean exact =
        whole == (int) whole && Double.doubleToRawLongBits((int) whole / HUNDRED) == bits;
    return exact ? whole : Long.MAX_VALUE;
  }
}
