package dev.kith.graph.memory;

import dev.kith.graph.KeyOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Up to {@value #KEYS} keys in one array of bytes, each in a place from 0. Immutable: a change
 * makes another array.
 *
 * <p>First for each place two bytes: where its key begins, and in the highest bit whether that has
 * a char beyond Latin-1. Then the keys, one after the other: a byte a char, or with that bit two.
 * An empty key stands for none.
 */
final class KeyPage {
  static final int KEYS = 32;

  /** No keys. */
  static final byte[] EMPTY = new byte[KEYS * Character.BYTES];

  private static final int HEAD = KEYS * Character.BYTES;
  private static final int WIDE = 0x8000;
  private static final VarHandle CHAR =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

  private KeyPage() {}

  /** How many pages the keys of all numbers below a limit take. */
  static int pages(int limit) {
    return Math.ceilDiv(limit, KEYS);
  }

  /** The key in a place; empty if there is none. */
  static String key(byte[] page, int place) {
    int start = start(page, place);
    int length = start(page, place + 1) - start;
    if (!isWide(page, place)) {
      return new String(page, start, length, StandardCharsets.ISO_8859_1);
    }
    char[] chars = new char[length / Character.BYTES]; // any, also half a pair
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) CHAR.get(page, start + i * Character.BYTES);
    }
    return new String(chars);
  }

  /** Whether a place has just that key. */
  static boolean is(byte[] page, int place, String key) {
    int length = length(page, place);
    if (length != key.length()) {
      return false;
    }
    int start = start(page, place);
    boolean wide = isWide(page, place);
    for (int i = 0; i < length; i++) {
      if (charAt(page, start, wide, i) != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a place has no key. */
  static boolean isFree(byte[] page, int place) {
    return length(page, place) == 0;
  }

  /** Compares keys in {@link KeyOrder}. */
  static int compare(byte[] page, int place, byte[] other, int otherPlace) {
    int length = length(page, place);
    int otherLength = length(other, otherPlace);
    int start = start(page, place);
    int otherStart = start(other, otherPlace);
    boolean wide = isWide(page, place);
    boolean otherWide = isWide(other, otherPlace);
    for (int i = 0; i < Math.min(length, otherLength); i++) {
      char x = charAt(page, start, wide, i);
      char y = charAt(other, otherStart, otherWide, i);
      if (x != y) {
        return KeyOrder.compare(x, y);
      }
    }
    return length - otherLength;
  }

  /** The hash of a key so far, as {@link KeyIndex#hashed}. */
  static long hash(byte[] page, int place, long seed) {
    int length = length(page, place);
    int start = start(page, place);
    boolean wide = isWide(page, place);
    long hash = seed;
    for (int i = 0; i < length; i++) {
      hash = KeyIndex.hashed(hash, charAt(page, start, wide, i));
    }
    return hash;
  }

  /** A page with a key in a place, or, if it is empty, with none there. */
  static byte[] with(byte[] page, int place, String key) {
    boolean wide = !isLatin1(key);
    int bytes = wide ? key.length() * Character.BYTES : key.length();
    int start = start(page, place);
    int end = start(page, place + 1);
    int moved = bytes - (end - start);
    byte[] out = Arrays.copyOf(page, page.length + moved);
    System.arraycopy(page, end, out, end + moved, page.length - end);
    for (int i = place + 1; i < KEYS; i++) {
      CHAR.set(
          out, i * Character.BYTES, (char) ((char) CHAR.get(page, i * Character.BYTES) + moved));
    }
    CHAR.set(out, place * Character.BYTES, (char) (start - HEAD | (wide ? WIDE : 0)));
    write(out, start, wide, key);
    return out;
  }

  /** Writes the chars of a key; returns where they end. */
  private static int write(byte[] page, int start, boolean wide, String key) {
    for (int i = 0; i < key.length(); i++) {
      if (wide) {
        CHAR.set(page, start + i * Character.BYTES, key.charAt(i));
      } else {
        page[start + i] = (byte) key.charAt(i);
      }
    }
    return start + (wide ? key.length() * Character.BYTES : key.length());
  }

  /** How many chars a key has. */
  private static int length(byte[] page, int place) {
    int bytes = start(page, place + 1) - start(page, place);
    return isWide(page, place) ? bytes / Character.BYTES : bytes;
  }

  private static int start(byte[] page, int place) {
    return place == KEYS
        ? page.length
        : HEAD + ((char) CHAR.get(page, place * Character.BYTES) & ~WIDE);
  }

  private static boolean isWide(byte[] page, int place) {
    return ((char) CHAR.get(page, place * Character.BYTES) & WIDE) != 0;
  }

  private static char charAt(byte[] page, int start, boolean wide, int i) {
    return wide
        ? (char) CHAR.get(page, start + i * Character.BYTES)
        : (char) (page[start + i] & 0xFF);
  }

  private static boolean isLatin1(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }
}
