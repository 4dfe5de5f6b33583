package dev.kith.ingest.verify;

import org.jspecify.annotations.Nullable;

/** It can't be told what a store holds, or what it should; the message says why, in one line. */
public final class CannotTellException extends Exception {
  private static final long serialVersionUID = 1L;

  public CannotTellException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
