package dev.kith.graph.change;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Goes through bytes in Avro's binary encoding, value by value, and makes no more of them than is
 * asked for. Every method fails with an {@link IOException} where the bytes are not what they are
 * read as, or end; none allocates more than there are bytes. Not thread-safe.
 */
final class AvroBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Most bytes of an int, and of a long, of 7 bits each. */
  private static final int INT_BYTES = 5;

  private static final int LONG_BYTES = 10;

  private final byte[] bytes;
  private int at;

  AvroBytes(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
  }

  long number() throws IOException {
    long raw = variable(LONG_BYTES);
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Which branch of a union follows. */
  int branch() throws IOException {
    int raw = (int) variable(INT_BYTES);
    return (raw >>> 1) ^ -(raw & 1);
  }

  boolean bool() throws IOException {
    return next() == 1;
  }

  double real() throws IOException {
    int start = at;
    skip(Double.BYTES);
    return Double.longBitsToDouble((long) LONG.get(bytes, start));
  }

  String text() throws IOException {
    int length = skipText();
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  /** A text, which is likely one that was read before. */
  String text(KnownTexts known) throws IOException {
    int length = skipText();
    return known.of(bytes, at - length, length);
  }

  /** Passes a text, and returns how many bytes it has. */
  int skipText() throws IOException {
    long length = number();
    if (length < 0 || length > bytes.length) {
      throw new IOException("a text of " + length + " bytes in a record of " + bytes.length);
    }
    skip((int) length);
    return (int) length;
  }

  /**
   * Passes a text, and says which of some it is.
   *
   * @param first the one to be tried first; those before it come last
   * @return its place; -1 if it is none of them
   */
  int oneOf(byte[][] texts, int first) throws IOException {
    int length = skipText();
    int start = at - length;
    for (int i = 0; i < texts.length; i++) {
      int candidate = first + i < texts.length ? first + i : first + i - texts.length;
      byte[] text = texts[candidate];
      if (text.length == length && Arrays.equals(text, 0, length, bytes, start, at)) {
        return candidate;
      }
    }
    return -1;
  }

  /**
   * The number of items in the next block of a map; 0 at its end. A block may be as long as it
   * claims or not: whoever reads its items sees.
   */
  long block() throws IOException {
    long count = number();
    if (count < 0) { // then its size in bytes follows
      number();
      count = -count;
    }
    if (count < 0) {
      throw new IOException("a block of " + count + " items");
    }
    return count;
  }

  private long variable(int most) throws IOException {
    long raw = 0;
    for (int i = 0; i < most; i++) {
      byte next = next();
      raw |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return raw;
      }
    }
    throw new IOException("a number of more than " + most + " bytes");
  }

  private void skip(int length) throws EOFException {
    if (length > bytes.length - at) {
      throw new EOFException("it is cut off");
    }
    at += length;
  }

  private byte next() throws EOFException {
    if (at == bytes.length) {
      throw new EOFException("it is cut off");
    }
    return bytes[at++];
  }
}
