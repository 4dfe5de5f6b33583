package dev.kith.graph.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A column of numbers in the bytes of a block. Immutable. */
public final class NumberView {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int width;
  private final long least;

  NumberView(byte[] bytes, int start, int width, long least) {
    this.bytes = bytes;
    this.start = start;
    this.width = width;
    this.least = least;
  }

  public long get(int i) {
    return switch (width) {
      case 0 -> least;
      case Byte.BYTES -> least + (bytes[start + i] & 0xFF);
      case Integer.BYTES ->
          least + ((int) INT.get(bytes, start + i * Integer.BYTES) & 0xFFFF_FFFFL);
      default -> least + (long) LONG.get(bytes, start + i * Long.BYTES);
    };
  }

  /** How many bytes hold every number up to that one, as unsigned. */
  static int width(long most) {
    if (most == 0) {
      return 0;
    }
    return most >>> Byte.SIZE == 0
        ? Byte.BYTES
        : most >>> Integer.SIZE == 0 ? Integer.BYTES : Long.BYTES;
  }
}
