package dev.kith.graph.block;

import java.io.IOException;

/** A file is not what was written: cut off, or changed. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedException(String message) {
    super(message);
  }
}
