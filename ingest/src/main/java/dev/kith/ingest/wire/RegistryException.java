package dev.kith.ingest.wire;

import org.jspecify.annotations.Nullable;

/** The registry did not answer, or not as a registry does. */
final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;

  RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
