package dev.kith.dgraph;

/** Dgraph's numbers of nodes, which its answers write as {@code 0x2a}. */
final class Uids {
  private static final int PREFIX = 2;
  private static final int HEX = 16;

  private Uids() {}

  /**
   * @throws NumberFormatException if the text is no uid
   */
  static long parse(String text) {
    return Long.parseUnsignedLong(text, Math.min(PREFIX, text.length()), text.length(), HEX);
  }

  static String format(long uid) {
    return "0x" + Long.toHexString(uid);
  }
}
