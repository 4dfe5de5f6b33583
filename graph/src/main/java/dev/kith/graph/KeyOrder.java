package dev.kith.graph;

import java.util.Comparator;

/**
 * The order of keys: by code point, which is also that of their bytes in UTF-8, as Dgraph sorts
 * strings. {@link String#compareTo} differs where one has a character beyond U+FFFF.
 */
public final class KeyOrder implements Comparator<String> {
  public static final KeyOrder INSTANCE = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return compare(x, y);
      }
    }
    return a.length() - b.length();
  }

  /** The order of two keys that differ first in these. */
  public static int compare(char x, char y) {
    return rank(x) - rank(y);
  }

  /** Moves the halves of characters beyond U+FFFF behind all others. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x1_0000 : c;
  }
}
