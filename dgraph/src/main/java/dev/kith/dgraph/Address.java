package dev.kith.dgraph;

/** Where an alpha's gRPC is. */
record Address(String host, int port) {

  /**
   * Reads {@code host:port}; an IPv6 host is written in brackets.
   *
   * @throws IllegalArgumentException if it is not that
   */
  static Address parse(String text) {
    String stripped = text.strip();
    int colon = stripped.lastIndexOf(':');
    String host = colon < 0 ? "" : stripped.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    boolean plain =
        !host.isEmpty() && host.chars().noneMatch(c -> c == ':' || c == '/' || c <= ' ');
    if (bracketed || plain) {
      try {
        int port = Integer.parseInt(stripped.substring(colon + 1));
        if (port > 0 && port <= 65_535) {
          return new Address(host, port);
        }
      } catch (NumberFormatException e) {
        // reported below, in the same words
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no address of a Dgraph alpha: write host:port, as in localhost:9080");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
