package dev.kith.ingest.wire;

import dev.kith.ingest.deadletter.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be taken, however often it is tried. The message is the reason that its dead
 * letter gives.
 */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason code;

  /** One whose reason is {@link Reason#BAD_VALUE}. */
  public BadRecordException(String reason) {
    this(reason, null);
  }

  /** One whose reason is {@link Reason#BAD_VALUE}. */
  public BadRecordException(String reason, @Nullable Throwable cause) {
    this(Reason.BAD_VALUE, reason, cause);
  }

  public BadRecordException(Reason code, String reason) {
    this(code, reason, null);
  }

  public BadRecordException(Reason code, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.code = code;
  }

  public Reason code() {
    return code;
  }
}
