package dev.kith.serving.replica;

/** The graph that was read no longer is what the topic says: it must be read again. */
final class ReplicaLostException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplicaLostException(String reason) {
    super(reason);
  }
}
