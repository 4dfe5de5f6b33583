package dev.kith.pipeline.part;

import org.jspecify.annotations.Nullable;

/** A part of the pipeline does not start, or has failed; the message says which, and why. */
public final class PartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
