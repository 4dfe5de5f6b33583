package dev.kith.serving.source;

/** Where evaluations read the graph. Thread-safe. */
public interface GraphSource {

  /**
   * A reader for one request.
   *
   * @throws NotReadyException if it can't answer now; the message says why, for the caller
   */
  Reader reader() throws NotReadyException;

  /** Whether {@link #reader} gives one now. */
  default boolean ready() {
    try {
      reader();
      return true;
    } catch (NotReadyException e) {
      return false;
    }
  }
}
