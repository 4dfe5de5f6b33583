package dev.kith.graph.change;

import org.jspecify.annotations.Nullable;

/** A record on {@code kith.graph-changes} that is not what {@link ChangeCodec} writes. */
public final class MalformedChangeException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedChangeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
