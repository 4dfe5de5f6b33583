package dev.kith.ingest.wire;

import org.jspecify.annotations.Nullable;

/**
 * Something that is needed to read a record is away: the record may be good. Unchecked, because
 * nobody on the way may handle it: it has to end the processing of the record, uncommitted, so that
 * the record is read again.
 */
public final class OutageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
