package dev.kith.serving.source;

/**
 * A source can't answer now. The message is meant for callers: a clause such as "the replica is
 * loading".
 */
public final class NotReadyException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotReadyException(String message) {
    // It is thrown for every request until there is a source, so without a stack trace.
    super(message, null, false, false);
  }
}
