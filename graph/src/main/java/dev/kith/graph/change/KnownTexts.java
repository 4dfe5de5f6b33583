package dev.kith.graph.change;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read lately: where the same comes again, as cities and categories do, it is
 * mostly the same object, which takes memory once, and is compared by one look. A table of fixed
 * size, in which a text gives way to another of the same place.
 *
 * <p>Any thread, without a lock: whoever sees an older entry only makes the text again, and strings
 * are immutable.
 */
final class KnownTexts {
  private static final int PLACES = 1 << 12;

  /** Longer ones seldom come again. */
  private static final int LONGEST = 64;

  private final @Nullable String[] known = new @Nullable String[PLACES];

  /** The text that these bytes are in UTF-8. */
  String of(byte[] bytes, int start, int length) {
    if (length > LONGEST) {
      return decoded(bytes, start, length);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    String text = known[place];
    if (text != null && isAscii(text, bytes, start, length)) {
      return text;
    }
    String read = decoded(bytes, start, length);
    if (text != null && text.equals(read)) { // and not ASCII
      return text;
    }
    known[place] = read;
    return read;
  }

  private static boolean isAscii(String text, byte[] bytes, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] < 0 || text.charAt(i) != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }

  private static String decoded(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }
}
