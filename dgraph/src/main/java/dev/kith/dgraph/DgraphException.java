package dev.kith.dgraph;

import org.jspecify.annotations.Nullable;

/** Dgraph did not do what it was asked. */
public final class DgraphException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What that means for the caller. */
  public enum Kind {
    /** A conflict with another transaction: nothing was written, try again. */
    ABORTED,
    /** No alpha answers, or not yet: try again later. A write may or may not have happened. */
    UNAVAILABLE,
    /** The deadline passed. A write may or may not have happened. */
    DEADLINE_EXCEEDED,
    /** Dgraph refuses: its schema, its data, or a request of ours is not what it should be. */
    REFUSED
  }

  private final Kind kind;

  public DgraphException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
