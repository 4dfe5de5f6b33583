package dev.kith.graph.block;

import java.nio.charset.StandardCharsets;

/** A column of texts in the bytes of a block. Immutable. */
public final class TextView {
  private final byte[] bytes;
  private final boolean wide;

  /** Where each text begins, and the last one ends. */
  private final int[] starts;

  TextView(byte[] bytes, boolean wide, int[] starts) {
    this.bytes = bytes;
    this.wide = wide;
    this.starts = starts;
  }

  int count() {
    return starts.length - 1;
  }

  public String get(int i) {
    int start = starts[i];
    int length = starts[i + 1] - start;
    if (!wide) {
      return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
    char[] chars = new char[length / Character.BYTES]; // any, also half a pair
    for (int k = 0; k < chars.length; k++) {
      chars[k] = (char) ((bytes[start + 2 * k] & 0xFF) | (bytes[start + 2 * k + 1] << Byte.SIZE));
    }
    return new String(chars);
  }

  static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }
}
