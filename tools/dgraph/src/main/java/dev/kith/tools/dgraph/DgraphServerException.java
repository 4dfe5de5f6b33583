package dev.kith.tools.dgraph;

import org.jspecify.annotations.Nullable;

/** No Dgraph can be had. */
public final class DgraphServerException extends Exception {
  private static final long serialVersionUID = 1L;

  public DgraphServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
