package dev.kith.ingest.wire;

import org.jspecify.annotations.Nullable;

/**
 * A record that can't be taken, however often it is tried. The message is the reason that its dead
 * letter gives.
 */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public BadRecordException(String reason) {
    this(reason, null);
  }

  public BadRecordException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
