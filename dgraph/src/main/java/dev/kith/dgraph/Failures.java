package dev.kith.dgraph;

import dev.kith.dgraph.DgraphException.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * What a failed call means. Dgraph gives most failures the code UNKNOWN, and says more in words.
 */
final class Failures {
  private static final String ANSWER_TOO_LARGE = "exceeds maximum size"; // gRPC's words

  /** Nothing was written, and the same in a new transaction may well succeed. */
  private static final List<String> ABORTED =
      List.of(
          "Transaction has been aborted",
          "Transaction conflict",
          "Transaction is too old",
          "is from before MoveTs"); // a predicate moved to another group meanwhile

  /** It is starting, stopping, busy, or apart from the rest of its cluster: that passes. */
  private static final List<String> PASSING =
      List.of(
          "Please retry",
          "server is not ready",
          "Server not initialized",
          "No node has been set up yet",
          "Raft isn't initialized yet",
          "draining mode",
          "being shut down",
          "RST_STREAM",
          "Too Many Requests",
          "code = Unavailable", // of a peer that it asked
          "No connection exists",
          "No healthy connection",
          "No network connection",
          "Unhealthy connection",
          "is not leader",
          "Not Zero leader",
          "no longer leader",
          "only allowed on leader",
          "Only leader can decide",
          "Unable to reach leader",
          "address of any dgraph zero leader",
          "isn't being served by this", // a predicate that moves to another group
          "is not being served by any",
          "is already running");

  private Failures() {}

  static DgraphException of(StatusRuntimeException e, Address alpha) {
    Status status = e.getStatus();
    String said = status.getDescription() == null ? "" : status.getDescription();
    return switch (isOfConnection(e) ? Kind.UNAVAILABLE : kind(status.getCode(), said)) {
      case ABORTED ->
          new DgraphException(
              Kind.ABORTED, "Dgraph aborted the transaction: another one was in its way", e);
      case UNAVAILABLE ->
          new DgraphException(
              Kind.UNAVAILABLE, "Dgraph at " + alpha + " does not answer: " + reason(e, said), e);
      case DEADLINE_EXCEEDED ->
          new DgraphException(
              Kind.DEADLINE_EXCEEDED, "Dgraph at " + alpha + " did not answer in time", e);
      case REFUSED ->
          new DgraphException(Kind.REFUSED, "Dgraph at " + alpha + " refuses: " + said, e);
    };
  }

  /**
   * It arose on this side, not in Dgraph; gRPC does not always give such a failure its own code.
   */
  private static boolean isOfConnection(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.UNKNOWN && e.getCause() instanceof IOException;
  }

  private static Kind kind(Status.Code code, String said) {
    return switch (code) {
      case ABORTED -> Kind.ABORTED;
      case DEADLINE_EXCEEDED -> Kind.DEADLINE_EXCEEDED;
      // CANCELLED: the calling thread was interrupted, or the connection closed, in mid-call.
      case UNAVAILABLE, CANCELLED -> Kind.UNAVAILABLE;
      case RESOURCE_EXHAUSTED -> said.contains(ANSWER_TOO_LARGE) ? Kind.REFUSED : Kind.UNAVAILABLE;
      default -> {
        if (ABORTED.stream().anyMatch(said::contains)) {
          yield Kind.ABORTED;
        }
        if (said.contains("context deadline exceeded")) {
          yield Kind.DEADLINE_EXCEEDED;
        }
        yield PASSING.stream().anyMatch(said::contains) ? Kind.UNAVAILABLE : Kind.REFUSED;
      }
    };
  }

  /** What stopped the connection ("Connection refused …") says more than gRPC ("io exception"). */
  private static String reason(StatusRuntimeException e, String said) {
    String reason = said;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      reason = Objects.requireNonNullElse(cause.getMessage(), reason);
    }
    return reason;
  }
}
