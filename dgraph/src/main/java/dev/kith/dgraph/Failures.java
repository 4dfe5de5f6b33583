package dev.kith.dgraph;

import dev.kith.dgraph.DgraphException.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;

/**
 * What a failed call means. Dgraph gives most failures the code UNKNOWN, and says more in words.
 */
final class Failures {
  private static final String ABORTED = "Transaction has been aborted";

  /** It is starting, busy, or apart from the rest of its cluster: that passes. */
  private static final List<String> PASSING =
      List.of(
          "Please retry",
          "server is not ready",
          "No connection exists",
          "Server overloaded",
          "is not leader",
          "Unable to reach leader",
          "operation is already running");

  private Failures() {}

  static DgraphException of(StatusRuntimeException e, Address alpha) {
    Status status = e.getStatus();
    String said = status.getDescription() == null ? "" : status.getDescription();
    return switch (kind(status.getCode(), said)) {
      case ABORTED ->
          new DgraphException(
              Kind.ABORTED, "Dgraph aborted the transaction: another one was in its way", e);
      case UNAVAILABLE ->
          new DgraphException(
              Kind.UNAVAILABLE, "Dgraph at " + alpha + " does not answer: " + said, e);
      case DEADLINE_EXCEEDED ->
          new DgraphException(
              Kind.DEADLINE_EXCEEDED, "Dgraph at " + alpha + " did not answer in time", e);
      case REFUSED ->
          new DgraphException(Kind.REFUSED, "Dgraph at " + alpha + " refuses: " + said, e);
    };
  }

  private static Kind kind(Status.Code code, String said) {
    return switch (code) {
      case ABORTED -> Kind.ABORTED;
      case DEADLINE_EXCEEDED -> Kind.DEADLINE_EXCEEDED;
      // CANCELLED: the calling thread was interrupted, or the connection closed, in mid-call.
      case UNAVAILABLE, CANCELLED, RESOURCE_EXHAUSTED -> Kind.UNAVAILABLE;
      default -> {
        if (said.contains(ABORTED)) {
          yield Kind.ABORTED;
        }
        if (said.contains("context deadline exceeded")) {
          yield Kind.DEADLINE_EXCEEDED;
        }
        yield PASSING.stream().anyMatch(said::contains) ? Kind.UNAVAILABLE : Kind.REFUSED;
      }
    };
  }
}
